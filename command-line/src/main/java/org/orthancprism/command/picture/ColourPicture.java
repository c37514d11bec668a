// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A picture in colour, such as a difference image.
 *
 * @param rows number of rows, at least 1
 * @param columns number of columns, at least 1
 * @param samples row-major, red, green and blue of each pixel; what follows is padding
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ColourPicture(int rows, int columns, byte[] samples) {

  private static final int CHANNELS = 3;

  public ColourPicture {
    if (rows < 1 || columns < 1 || samples.length < CHANNELS * rows * columns) {
      throw new IllegalArgumentException(
          samples.length + " bytes are not " + rows + "x" + columns + " pixels in colour");
    }
  }

  /**
   * Writes the picture of a change, at its own size.
   *
   * @param labelled whether its own pixels say that it is synthetic; otherwise the picture's do
   */
  public void writeSynthetic(boolean labelled, Path png) throws IOException {
    BufferedImage picture = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    int[] values = new int[CHANNELS * rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = samples[i] & 0xFF;
    }
    picture.getRaster().setPixels(0, 0, columns, rows, values);
    if (!labelled) {
      PictureLabel.burnInto(picture);
    }
    PngFile.write(picture, PngFile.Content.SYNTHETIC_FILM, png);
  }
}
