// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

/** Fits a text into a column of limited length. */
public final class TextColumn {

  private TextColumn() {}

  /** The beginning of a text, of at most so many characters. */
  public static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
