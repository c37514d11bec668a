// SPDX-License-Identifier: GPL-3.0-or-later
/** Writes the bill of materials of the jars in the zip; the build runs it. */
package org.orthancprism.distribution.bill;
