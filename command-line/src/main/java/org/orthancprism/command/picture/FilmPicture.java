// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A film as its own display window shows it.
 *
 * @param rows number of rows, at least 1
 * @param columns number of columns, at least 1
 * @param luminance row-major, 0 black and 1 white, values beyond clipped when shown
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FilmPicture(int rows, int columns, float[] luminance) {

  /** Change of luminance that the difference picture shows in its strongest colour. */
  static final float FULL_CHANGE = 0.25f;

  public FilmPicture {
    if (rows < 1 || columns < 1 || luminance.length != rows * columns) {
      throw new IllegalArgumentException(
          rows + "x" + columns + " are not " + luminance.length + " pixels");
    }
  }

  /** Writes a film that was received, in 8-bit grey, at its own size. */
  public void writeSource(Path png) throws IOException {
    PngFile.write(grey(), PngFile.Content.SOURCE_FILM, png);
  }

  /**
   * Writes a synthetic film in the same way.
   *
   * @param labelled whether its own pixels say that it is synthetic; otherwise the picture's do
   */
  public void writeSynthetic(boolean labelled, Path png) throws IOException {
    BufferedImage picture = grey();
    if (!labelled) {
      PictureLabel.burnInto(picture);
    }
    PngFile.write(picture, PngFile.Content.SYNTHETIC_FILM, png);
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

  private static float clip(float value) {
    return Math.max(0f, Math.min(1f, value));
  }
}
