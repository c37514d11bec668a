// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import org.orthancprism.dicom.code.Codes;

/**
 * TID 1204: the language of all texts.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/chtml/part16/chapter_A.html#sect_TID_1204">PS3.16
 *     TID 1204</a>
 */
final class LanguageOfContent {

  private LanguageOfContent() {}

  static ContentItem english() {
    return ContentItem.code(Codes.LANGUAGE, Codes.ENGLISH);
  }
}
