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
public record PixelPadding(int first, int last) {

  /**
   * What the dataset declares. A value beyond what can be stored pads nothing: its lower bits alone
   * are another value, that of pixels which show something.
   */
  static Optional<PixelPadding> of(Dataset dataset, ImagePixel image) {
    OptionalInt value = word(dataset, Tag.PIXEL_PADDING_VALUE, image);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    int one = value.getAsInt();
    int other = word(dataset, Tag.PIXEL_PADDING_RANGE_LIMIT, image).orElse(one);
    int first = Math.max(image.minimum(), Math.min(one, other));
    int last = Math.min(image.maximum(), Math.max(one, other));
    return first <= last ? Optional.of(new PixelPadding(first, last)) : Optional.empty();
  }

  /** A value with the sign of the pixels, whatever representation a writer gave it. */
  private static OptionalInt word(Dataset dataset, Tag tag, ImagePixel image) {
    OptionalInt given = dataset.integer(tag);
    if (given.isEmpty()) {
      return given;
    }
    int bits = given.getAsInt() & 0xFFFF;
    int word = image.signed() ? (short) bits : bits;
    return OptionalInt.of(bits >> image.bitsStored() == 0 ? image.extend(bits) : word);
  }

  boolean contains(int storedValue) {
    return storedValue >= first && storedValue <= last;
  }
}
