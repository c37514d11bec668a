// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A word, or several that follow each other, for which headers are searched.
 *
 * <p>As it is written, {@code *} stands for any letters before or behind, and {@code =} at the
 * beginning for "if the attribute says nothing else".
 *
 * @param wordClass what it says
 * @param written as the list of words has it
 * @param core its longest part, as normal text
 * @param letters how many letters it names
 * @param isPlain whether it is one word without signs
 * @param pattern finds it in normal text
 */
record Word(
    WordClass wordClass,
    String written,
    String core,
    int letters,
    boolean isPlain,
    Pattern pattern) {

  private static final String BEFORE = "(?<![^ ])";
  private static final String BEHIND = "(?![^ ])";
  private static final String ANY = "[^ ]*";

  /**
   * Reads a word.
   *
   * @throws IllegalArgumentException when it names no letters
   */
  static Word of(WordClass wordClass, String written) {
    boolean alone = written.startsWith("=");
    List<String> expressions = new ArrayList<>();
    String core = "";
    int letters = 0;
    for (String part : written.substring(alone ? 1 : 0).strip().split("\\s+", -1)) {
      String text = NormalText.of(part.replace("*", ""));
      if (text.isEmpty()) {
        throw new IllegalArgumentException("'" + written + "' names no word");
      }
      core = text.length() > core.length() ? text : core;
      letters += text.length();
      expressions.add(expression(part, text));
    }
    String whole = String.join(" ", expressions);
    boolean isPlain =
        !alone
            && expressions.size() == 1
            && !written.contains("*")
            && !core.contains(" ")
            && !NormalText.isUnspaced(core);
    return new Word(
        wordClass,
        written,
        core,
        letters,
        isPlain,
        Pattern.compile(alone ? "^" + whole + "$" : whole));
  }

  private static String expression(String part, String text) {
    if (NormalText.isUnspaced(text)) {
      return Pattern.quote(text);
    }
    return BEFORE
        + (part.startsWith("*") ? ANY : "")
        + Pattern.quote(text)
        + (part.endsWith("*") ? ANY : "")
        + BEHIND;
  }

  /** Whether it counts only where nothing else is said. */
  boolean isAlone() {
    return written.startsWith("=");
  }

  /** The word for people: without signs, and never a header's own text. */
  String shown() {
    return written.replaceAll("[=*]", "").toUpperCase(Locale.ROOT);
  }

  /** A word once more, as it is written where there are no umlauts, rings and slashes. */
  static List<Word> all(WordClass wordClass, String written) {
    String spelled =
        written
            .replace("ä", "ae")
            .replace("ö", "oe")
            .replace("ü", "ue")
            .replace("ø", "oe")
            .replace("å", "aa");
    return Arrays.asList(written, spelled).stream()
        .distinct()
        .map(spelling -> of(wordClass, spelling))
        .toList();
  }
}
