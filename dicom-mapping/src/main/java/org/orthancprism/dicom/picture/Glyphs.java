// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.picture;

import java.util.Locale;
import java.util.Map;

/**
 * Capital letters, digits and a few signs of 5 by 7 dots.
 *
 * <p>A machine with a headless Java may have no fonts, and whole dots stay sharp at any size.
 */
public final class Glyphs {

  /** Width of a glyph and the gap behind it, in dots. */
  public static final int ADVANCE = 6;

  /** Height of a glyph, in dots. */
  public static final int HEIGHT = 7;

  private static final int WIDTH = 5;

  /** Seven rows of five bits a glyph, top row first, written in base 32. */
  private static final Map<Character, String> GLYPHS =
      Map.ofEntries(
          Map.entry('A', "EHHVHHH"),
          Map.entry('B', "UHHUHHU"),
          Map.entry('C', "EHGGGHE"),
          Map.entry('D', "UHHHHHU"),
          Map.entry('E', "VGGUGGV"),
          Map.entry('F', "VGGUGGG"),
          Map.entry('G', "EHGNHHF"),
          Map.entry('H', "HHHVHHH"),
          Map.entry('I', "E44444E"),
          Map.entry('J', "72222IC"),
          Map.entry('K', "HIKOKIH"),
          Map.entry('L', "GGGGGGV"),
          Map.entry('M', "HRLLHHH"),
          Map.entry('N', "HPLJHHH"),
          Map.entry('O', "EHHHHHE"),
          Map.entry('P', "UHHUGGG"),
          Map.entry('Q', "EHHHLID"),
          Map.entry('R', "UHHUKIH"),
          Map.entry('S', "FGGE11U"),
          Map.entry('T', "V444444"),
          Map.entry('U', "HHHHHHE"),
          Map.entry('V', "HHHHHA4"),
          Map.entry('W', "HHHLLRH"),
          Map.entry('X', "HHA4AHH"),
          Map.entry('Y', "HHA4444"),
          Map.entry('Z', "V1248GV"),
          Map.entry('0', "EHJLPHE"),
          Map.entry('1', "4C4444E"),
          Map.entry('2', "EH1248V"),
          Map.entry('3', "V2421HE"),
          Map.entry('4', "26AIV22"),
          Map.entry('5', "VGU11HE"),
          Map.entry('6', "68GUHHE"),
          Map.entry('7', "V124888"),
          Map.entry('8', "EHHEHHE"),
          Map.entry('9', "EHHF12C"),
          Map.entry('-', "000V000"),
          Map.entry('+', "044V440"),
          Map.entry('%', "OP248J3"),
          Map.entry('.', "00000CC"),
          Map.entry(',', "0000C48"),
          Map.entry(':', "0CC0CC0"),
          Map.entry('/', "1122448"),
          Map.entry('(', "2488842"),
          Map.entry(')', "8422248"),
          Map.entry(' ', "0000000"));

  private Glyphs() {}

  /** Width of a text of at least one sign, in dots. */
  public static int width(String text) {
    return text.length() * ADVANCE - 1;
  }

  /**
   * Whether a text, which is written in capitals, has ink in a dot; unknown signs have none.
   *
   * @param row 0 to {@link #HEIGHT} - 1, from the top
   * @param column from 0; beyond the text there is no ink
   */
  public static boolean isInk(String text, int row, int column) {
    int sign = column / ADVANCE;
    int within = column % ADVANCE;
    if (column < 0 || sign >= text.length() || within >= WIDTH) {
      return false;
    }
    String glyph = GLYPHS.get(text.toUpperCase(Locale.ROOT).charAt(sign));
    return glyph != null
        && (Character.digit(glyph.charAt(row), 32) >> (WIDTH - 1 - within) & 1) == 1;
  }
}
