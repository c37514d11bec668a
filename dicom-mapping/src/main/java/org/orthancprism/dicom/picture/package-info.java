// SPDX-License-Identifier: GPL-3.0-or-later
/** Colours and letters that need neither a screen nor a font, for objects and for pictures. */
package org.orthancprism.dicom.picture;
