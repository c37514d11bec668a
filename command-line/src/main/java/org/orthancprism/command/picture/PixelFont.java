// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

import java.awt.image.BufferedImage;
import org.orthancprism.dicom.picture.Glyphs;

/** Draws the signs of {@link Glyphs} into a picture. */
final class PixelFont {

  /** Height of a glyph, in dots. */
  static final int HEIGHT = Glyphs.HEIGHT;

  private PixelFont() {}

  /** Width of a text in pixels when each dot is {@code dot} pixels wide. */
  static int width(String text, int dot) {
    return Glyphs.width(text) * dot;
  }

  /** Draws a text, in capitals, with its upper left corner at (x, y); unknown signs leave a gap. */
  static void draw(BufferedImage picture, String text, int x, int y, int dot, int rgb) {
    for (int row = 0; row < HEIGHT; row++) {
      for (int column = 0; column < Glyphs.width(text); column++) {
        if (Glyphs.isInk(text, row, column)) {
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
