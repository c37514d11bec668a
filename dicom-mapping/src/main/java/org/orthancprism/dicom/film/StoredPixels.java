// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.Objects;

/** The stored values of a single-frame grayscale image, decompressed. */
public final class StoredPixels {
  private final int rows;
  private final int columns;
  private final int[] values;

  /**
   * Wraps stored values.
   *
   * @param rows number of rows, at least 1
   * @param columns number of columns, at least 1
   * @param values row-major stored values, as Pixel Representation says signed or not; owned by the
   *     pixels from now on
   * @throws IllegalArgumentException if the numbers do not fit together
   */
  public StoredPixels(int rows, int columns, int[] values) {
    Objects.requireNonNull(values, "values");
    if (rows < 1 || columns < 1 || (long) rows * columns != values.length) {
      throw new IllegalArgumentException(
          rows + " x " + columns + " pixels are not " + values.length + " values");
    }
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** Row-major stored values, not to be changed by the reader. */
  public int[] values() {
    return values;
  }
}
