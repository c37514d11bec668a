// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.version;

import java.util.Locale;

/** A digest short enough for a code string (CS): 16 hexadecimal digits, upper case. */
public final class Fingerprint {
  private static final int DIGITS = 16;

  private Fingerprint() {}

  /** That of a film's image. */
  public static String of(FilmVersion film) {
    return shortened(film.image());
  }

  /** That of texts. */
  public static String of(String... texts) {
    Sha256 sha = new Sha256();
    for (String text : texts) {
      sha.line(text);
    }
    return shortened(sha.hex());
  }

  /** Whether a text may be one. */
  public static boolean isOne(String text) {
    return text.matches("[0-9A-F]{" + DIGITS + "}");
  }

  private static String shortened(String hex) {
    return hex.substring(0, DIGITS).toUpperCase(Locale.ROOT);
  }
}
