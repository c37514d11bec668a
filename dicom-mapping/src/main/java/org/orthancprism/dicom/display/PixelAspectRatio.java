// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.display;

import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;

/**
 * The shape of the pixels of an image whose spacing is not known.
 *
 * @param vertical height of a pixel, above 0
 * @param horizontal width of a pixel in the same unit, above 0
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.7.6.3.1.7">PS3.3
 *     C.7.6.3.1.7</a>
 */
public record PixelAspectRatio(int vertical, int horizontal) {

  /** Square pixels. */
  public static final PixelAspectRatio SQUARE = new PixelAspectRatio(1, 1);

  /** What is not whole is written in parts of this many. */
  private static final int PARTS = 10_000;

  public PixelAspectRatio {
    if (vertical < 1 || horizontal < 1) {
      throw new IllegalArgumentException("a pixel is not " + vertical + " by " + horizontal);
    }
  }

  /** What the dataset says, if it is a ratio of numbers above 0. */
  public static Optional<PixelAspectRatio> of(Dataset dataset) {
    List<Double> values = dataset.decimals(Tag.PIXEL_ASPECT_RATIO);
    if (values.size() != 2) {
      return Optional.empty();
    }
    double vertical = values.get(0);
    double horizontal = values.get(1);
    double ratio = vertical / horizontal;
    if (!(vertical > 0) || !(ratio > 1.0 / PARTS) || !(ratio < PARTS)) {
      return Optional.empty();
    }
    boolean whole = isWhole(vertical) && isWhole(horizontal);
    return Optional.of(
        whole
            ? new PixelAspectRatio((int) vertical, (int) horizontal)
            : new PixelAspectRatio((int) Math.max(1, Math.round(PARTS * ratio)), PARTS));
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value) && value <= Integer.MAX_VALUE;
  }

  /** Writes it as Pixel Aspect Ratio or as Presentation Pixel Aspect Ratio. */
  public void write(DatasetBuilder target, Tag tag) {
    target.set(tag, vertical, horizontal);
  }
}
