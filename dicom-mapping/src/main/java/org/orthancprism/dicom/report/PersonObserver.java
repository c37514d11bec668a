// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.List;
import org.orthancprism.dicom.code.Codes;

/**
 * TID 1002 with TID 1003: the observer is a person, who is known by a login alone.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/chtml/part16/sect_TID_1003.html">PS3.16
 *     TID 1003</a>
 */
final class PersonObserver {

  /** The longest component group of a PN (PS3.5 6.2). */
  private static final int LONGEST = 64;

  private PersonObserver() {}

  /** The items, each an observation context. */
  static List<ContentItem> of(String login) {
    return List.of(
        ContentItem.code(Codes.OBSERVER_TYPE, Codes.PERSON),
        ContentItem.person(Codes.PERSON_OBSERVER_NAME, name(login)));
  }

  /** Without the characters that part a name, which a login has no right to. */
  private static String name(String login) {
    String plain = login.replaceAll("[\\\\^=]", " ").strip();
    return plain.substring(0, Math.min(plain.length(), LONGEST));
  }
}
