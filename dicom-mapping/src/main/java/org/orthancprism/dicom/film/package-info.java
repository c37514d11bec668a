// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Films on the way in: which instances are frontal chest radiographs, their stored values, and
 * their luminance and back.
 */
package org.orthancprism.dicom.film;
