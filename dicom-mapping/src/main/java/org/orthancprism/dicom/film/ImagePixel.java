// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.OptionalInt;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.PixelDescription;
import org.orthancprism.dicom.dataset.Tag;

/**
 * How the stored values of a grayscale image lie in its pixel cells.
 *
 * @param rows number of rows, at least 1
 * @param columns number of columns, at least 1
 * @param bitsAllocated 8 or 16
 * @param bitsStored 8 to bitsAllocated
 * @param highBit position of the most significant bit
 * @param signed whether values are two's complement
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.7.6.3">PS3.3
 *     C.7.6.3</a>
 */
record ImagePixel(
    int rows, int columns, int bitsAllocated, int bitsStored, int highBit, boolean signed) {

  /** More pixels than any chest film has; keeps sizes within an {@code int}. */
  private static final long MAXIMUM_PIXELS = 1L << 28;

  /**
   * The module as the dataset has it.
   *
   * @throws FilmException if an attribute is missing or of a value that no grayscale film has
   */
  static ImagePixel of(Dataset dataset) throws FilmException {
    int rows = required(dataset, Tag.ROWS, "Rows");
    int columns = required(dataset, Tag.COLUMNS, "Columns");
    int bitsAllocated = required(dataset, Tag.BITS_ALLOCATED, "Bits Allocated");
    int bitsStored = dataset.integer(Tag.BITS_STORED).orElse(bitsAllocated);
    if (PixelDescription.samplesPerPixel(dataset) != 1) {
      throw FilmException.about(dataset, "the image is not grayscale");
    }
    if (PixelDescription.numberOfFrames(dataset) > 1) {
      throw FilmException.about(dataset, "the image has several frames");
    }
    if (rows < 1 || columns < 1 || (long) rows * columns > MAXIMUM_PIXELS) {
      throw FilmException.about(dataset, "an image of " + rows + " x " + columns + " is no film");
    }
    if (bitsAllocated != 8 && bitsAllocated != 16) {
      throw FilmException.about(dataset, "Bits Allocated is " + bitsAllocated + ", not 8 or 16");
    }
    if (bitsStored < 1 || bitsStored > bitsAllocated) {
      throw FilmException.about(
          dataset, "Bits Stored " + bitsStored + " does not fit Bits Allocated " + bitsAllocated);
    }
    int stated = dataset.integer(Tag.HIGH_BIT).orElse(bitsStored - 1);
    int highBit = stated >= bitsStored && stated < bitsAllocated ? stated : bitsStored - 1;
    boolean signed = dataset.integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1;
    return new ImagePixel(rows, columns, bitsAllocated, bitsStored, highBit, signed);
  }

  private static int required(Dataset dataset, Tag tag, String name) throws FilmException {
    OptionalInt value = dataset.integer(tag);
    if (value.isEmpty()) {
      throw FilmException.about(dataset, name + " is missing");
    }
    return value.getAsInt();
  }

  /** The smallest value that can be stored. */
  int minimum() {
    return signed ? -(1 << (bitsStored - 1)) : 0;
  }

  /** The largest value that can be stored. */
  int maximum() {
    return signed ? (1 << (bitsStored - 1)) - 1 : (1 << bitsStored) - 1;
  }

  /**
   * The stored value in a pixel cell, without what other bits of the cell hold, as old overlays.
   */
  int storedValue(int cell) {
    return extend(cell >> (highBit + 1 - bitsStored));
  }

  /**
   * The module as the pixel cells have it. A High Bit above the lowest that is possible is wrong
   * where the cells' lowest bits are the whole values: no other bit is set, and bits are that would
   * not belong to the values.
   *
   * @param words the cells
   */
  ImagePixel fitting(short[] words) {
    int below = highBit + 1 - bitsStored;
    if (below == 0) {
      return this;
    }
    int all = 0;
    for (short word : words) {
      all |= word & 0xFFFF;
    }
    boolean whole = all >> bitsStored == 0 || holds(words);
    return !whole || (all & ((1 << below) - 1)) == 0
        ? this
        : new ImagePixel(rows, columns, bitsAllocated, bitsStored, bitsStored - 1, signed);
  }

  /** Whether the words are values of Bits Stored bits, with their sign. */
  boolean holds(short[] words) {
    int changed = 0;
    if (bitsStored < Short.SIZE) {
      for (short word : words) {
        changed |= word ^ (short) extend(word);
      }
    }
    return changed == 0;
  }

  /** The value whose lowest Bits Stored bits these are, with its sign. */
  int extend(int bits) {
    int shift = 32 - bitsStored;
    return signed ? bits << shift >> shift : bits << shift >>> shift;
  }
}
