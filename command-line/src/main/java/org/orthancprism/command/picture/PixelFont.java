// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Map;

/**
 * Capital letters, digits and a few signs of 5 by 7 pixels.
 *
 * <p>A machine with a headless Java has no fonts, and AWT draws no text there.
 */
final class PixelFont {

  /** Width of a glyph and the gap behind it, in dots. */
  static final int ADVANCE = 6;

  /** Height of a glyph, in dots. */
  static final int HEIGHT = 7;

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
          Map.entry(' ', "0000000"));

  private PixelFont() {}

  /** Width of a text in pixels when each dot is {@code dot} pixels wide. */
  static int width(String text, int dot) {
    return (text.length() * ADVANCE - 1) * dot;
  }

  /** Draws a text, in capitals, with its upper left corner at (x, y); unknown signs leave a gap. */
  static void draw(BufferedImage picture, String text, int x, int y, int dot, int rgb) {
    String capitals = text.toUpperCase(Locale.ROOT);
    for (int i = 0; i < capitals.length(); i++) {
      String glyph = GLYPHS.get(capitals.charAt(i));
      if (glyph != null) {
        drawGlyph(picture, glyph, x + i * ADVANCE * dot, y, dot, rgb);
      }
    }
  }

  private static void drawGlyph(
      BufferedImage picture, String glyph, int x, int y, int dot, int rgb) {
    for (int row = 0; row < HEIGHT; row++) {
      int bits = Character.digit(glyph.charAt(row), 32);
      for (int column = 0; column < WIDTH; column++) {
        if ((bits >> (WIDTH - 1 - column) & 1) == 1) {
          fill(picture, x + column * dot, y + row * dot, dot, dot, rgb);
        }
      }
    }
  }

  /** Fills a rectangle, clipped to the picture. */
  static void fill(BufferedImage picture, int x, int y, int width, int height, int rgb) {
    int right = Math.min(picture.getWidth(), x + width);
    int bottom = Math.min(picture.getHeight(), y + height);
    for (int row = Math.max(0, y); row < bottom; row++) {
      for (int column = Math.max(0, x); column < right; column++) {
        picture.setRGB(column, row, rgb);
      }
    }
  }
}
