// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.Optional;
import java.util.OptionalInt;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * Stored values that pad the image to a rectangle and show nothing.
 *
 * @param first smallest padding value
 * @param last largest padding value
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.7.5.1.1.2">PS3.3
 *     C.7.5.1.1.2</a>
 */
record PixelPadding(int first, int last) {

  /** What the dataset declares. */
  static Optional<PixelPadding> of(Dataset dataset, ImagePixel image) {
    OptionalInt value = dataset.integer(Tag.PIXEL_PADDING_VALUE);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    int one = image.extend(value.getAsInt());
    int other = image.extend(dataset.integer(Tag.PIXEL_PADDING_RANGE_LIMIT).orElse(one));
    return Optional.of(new PixelPadding(Math.min(one, other), Math.max(one, other)));
  }

  boolean contains(int storedValue) {
    return storedValue >= first && storedValue <= last;
  }
}
