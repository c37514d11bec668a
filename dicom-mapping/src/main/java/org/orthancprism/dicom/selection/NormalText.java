// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Text as words are looked for in it: lower-case letters without marks, words apart by one space.
 * Digits and signs are no part of words. Writing that needs no spaces (Chinese, Japanese, Korean,
 * Thai) is apart from other writing.
 */
final class NormalText {

  /** Scripts in which a word may begin and end anywhere. */
  private static final String UNSPACED =
      "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\\p{IsThai}ー";

  private static final Pattern HUMP = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NO_LETTERS = Pattern.compile("\\P{L}+");
  private static final Pattern BORDER =
      Pattern.compile(
          "(?<=["
              + UNSPACED
              + "])(?=[^"
              + UNSPACED
              + " ])|(?<=[^"
              + UNSPACED
              + " ])(?=["
              + UNSPACED
              + "])");
  private static final Pattern UNSPACED_LETTER = Pattern.compile("[" + UNSPACED + "]");

  /** Letters that Unicode does not decompose, as people without them write them. */
  private static final List<Map.Entry<String, String>> LETTERS =
      List.of(
          Map.entry("ς", "σ"),
          Map.entry("ł", "l"),
          Map.entry("ø", "o"),
          Map.entry("đ", "d"),
          Map.entry("ð", "d"),
          Map.entry("þ", "th"),
          Map.entry("æ", "ae"),
          Map.entry("œ", "oe"));

  private NormalText() {}

  static String of(String text) {
    String apart = HUMP.matcher(text).replaceAll(" ");
    String bare = MARKS.matcher(Normalizer.normalize(apart, Normalizer.Form.NFKD)).replaceAll("");
    // To upper case first: ß becomes SS, and the dotless i an I.
    String folded = bare.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    for (Map.Entry<String, String> letter : LETTERS) {
      folded = folded.replace(letter.getKey(), letter.getValue());
    }
    // Syllables of Korean together again: half of one is no word.
    String whole = Normalizer.normalize(folded, Normalizer.Form.NFC);
    String spaced = NO_LETTERS.matcher(whole).replaceAll(" ");
    return BORDER.matcher(spaced).replaceAll(" ").strip();
  }

  /** Whether a word may occur within others without spaces. */
  static boolean isUnspaced(String word) {
    return UNSPACED_LETTER.matcher(word).find();
  }
}
