// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a class of tests the Orthanc that keeps its index in PostgreSQL, checks revisions, and lets
 * instances be overwritten.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface OnPostgresql {}
