// SPDX-License-Identifier: GPL-3.0-or-later
/** Outlines of what an edit changed. */
package org.orthancprism.dicom.contour;
