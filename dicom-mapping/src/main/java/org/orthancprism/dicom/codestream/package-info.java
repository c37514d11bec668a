// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What compressed pixel data say about themselves. A decoder allocates memory by that, before
 * anybody compares it with the attributes of the image, so it is read here first. Nothing is
 * decoded.
 */
package org.orthancprism.dicom.codestream;
