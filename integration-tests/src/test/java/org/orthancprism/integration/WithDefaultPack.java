// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Gives a class of tests an Orthanc whose worker edits with the default pack. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface WithDefaultPack {}
