// SPDX-License-Identifier: GPL-3.0-or-later
/** Films on the way in: their stored values, and their luminance and back. */
package org.orthancprism.dicom.film;
