// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;

/**
 * A film that was saved as a grey PNG or JPEG.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param bits bits of a sample: 8 or 16
 * @param values row-major samples, 0 black
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GreyPicture(int rows, int columns, int bits, int[] values) {

  /**
   * Reads a file.
   *
   * @throws PictureException when it is damaged, of another format, or not grey with 8 or 16 bits
   */
  public static GreyPicture read(Path file) throws IOException, PictureException {
    BufferedImage picture;
    try {
      picture = ImageIO.read(file.toFile());
    } catch (IIOException e) {
      throw new PictureException(file + " is damaged (" + e.getMessage() + ")", e);
    }
    if (picture == null || picture.getRaster().getNumBands() != 1 || isPalette(picture)) {
      throw new PictureException(file + " is not a grey PNG or JPEG of 8 or 16 bits");
    }
    Raster raster = picture.getRaster();
    int bits = raster.getTransferType() == DataBuffer.TYPE_USHORT ? 16 : 8;
    int[] values = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
    return new GreyPicture(raster.getHeight(), raster.getWidth(), bits, values);
  }

  private static boolean isPalette(BufferedImage picture) {
    return picture.getColorModel() instanceof IndexColorModel
        || picture.getSampleModel().getSampleSize(0) < 8;
  }

  /** Luminance in [0, 1]: black to white. */
  public float[] luminance() {
    float white = (1 << bits) - 1;
    float[] luminance = new float[values.length];
    for (int i = 0; i < luminance.length; i++) {
      luminance[i] = values[i] / white;
    }
    return luminance;
  }
}
