// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Digital signatures of what is made here, and their verification (PS3.15 Annex C).
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part15.html#chapter_C">PS3.15
 *     Annex C</a>
 */
package org.orthancprism.dicom.signature;
