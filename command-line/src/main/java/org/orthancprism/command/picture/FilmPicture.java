// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A film as its own display window shows it.
 *
 * @param rows number of rows, at least 1
 * @param columns number of columns, at least 1
 * @param luminance row-major, 0 black and 1 white, values beyond clipped when shown
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FilmPicture(int rows, int columns, float[] luminance) {

  private static final String LABEL = "SYNTHETIC - NOT FOR DIAGNOSIS";

  /** Change of luminance that the difference picture shows in its strongest colour. */
  static final float FULL_CHANGE = 0.25f;

  private static final int WHITE = 0xFFFFFF;
  private static final int BLACK = 0;

  public FilmPicture {
    if (rows < 1 || columns < 1 || luminance.length != rows * columns) {
      throw new IllegalArgumentException(
          rows + "x" + columns + " are not " + luminance.length + " pixels");
    }
  }

  /** Writes the film in 8-bit grey, at its own size. */
  public void writeGrey(Path png) throws IOException {
    write(grey(), png);
  }

  /** The same for a synthetic film, with a label that says so in its lower left corner. */
  public void writeSynthetic(Path png) throws IOException {
    BufferedImage picture = grey();
    int dot = dot();
    label(picture, LABEL, 2 * dot, rows - (PixelFont.HEIGHT + 4) * dot, dot);
    write(picture, png);
  }

  private BufferedImage grey() {
    BufferedImage picture = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
    int[] line = new int[columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        line[column] = Math.round(255 * clip(luminance[row * columns + column]));
      }
      picture.getRaster().setPixels(0, row, columns, 1, line);
    }
    return picture;
  }

  /** Pixels to a dot of text: a label takes about two fifths of the film's width. */
  private int dot() {
    return Math.max(1, Math.round(0.4f * columns / PixelFont.width(LABEL, 1)));
  }

  private static void label(BufferedImage picture, String text, int x, int y, int dot) {
    int width = PixelFont.width(text, dot) + 2 * dot;
    PixelFont.fill(picture, x - dot, y - dot, width, (PixelFont.HEIGHT + 2) * dot, BLACK);
    PixelFont.draw(picture, text, x, y, dot, WHITE);
  }

  private static float clip(float value) {
    return Math.max(0f, Math.min(1f, value));
  }

  private static void write(BufferedImage picture, Path png) throws IOException {
    if (!ImageIO.write(picture, "png", png.toFile())) {
      throw new IOException("this Java cannot write PNG");
    }
  }
}
