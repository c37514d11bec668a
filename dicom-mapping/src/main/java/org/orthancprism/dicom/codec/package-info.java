// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Between files and objects: {@link org.orthancprism.dicom.codec.DicomCodec} and the project's own
 * implementation. Tolerant on reading, strict on writing.
 */
package org.orthancprism.dicom.codec;
