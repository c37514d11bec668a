// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

import java.awt.image.BufferedImage;

/** The words that a synthetic picture carries, where its pixels do not have them already. */
final class PictureLabel {

  static final String WORDS = "SYNTHETIC - NOT FOR DIAGNOSIS";

  private static final int WHITE = 0xFFFFFF;
  private static final int BLACK = 0;

  private PictureLabel() {}

  /** Puts the words into the lower left corner, over about two fifths of the picture's width. */
  static void burnInto(BufferedImage picture) {
    int dot = Math.max(1, Math.round(0.4f * picture.getWidth() / PixelFont.width(WORDS, 1)));
    int x = 2 * dot;
    int y = picture.getHeight() - (PixelFont.HEIGHT + 4) * dot;
    int width = PixelFont.width(WORDS, dot) + 2 * dot;
    PixelFont.fill(picture, x - dot, y - dot, width, (PixelFont.HEIGHT + 2) * dot, BLACK);
    PixelFont.draw(picture, WORDS, x, y, dot, WHITE);
  }
}
