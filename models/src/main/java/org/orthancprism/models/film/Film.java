// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.film;

import java.util.Objects;

/**
 * A grayscale radiograph at its native resolution.
 *
 * <p>Luminance is row-major, {@code rows * columns} values, 0 being black (air) and 1 white (metal)
 * as the film's own display window shows it. Values below 0 or above 1 lie outside that window and
 * are kept, so that nothing of the film is lost on the way through an editor.
 *
 * @param rows number of rows, at least 1
 * @param columns number of columns, at least 1
 * @param luminance row-major luminance; owned by the film, not to be changed by a reader
 */
// A film's pixels are millions: copies for value semantics would cost more than they protect.
@SuppressWarnings("ArrayRecordComponent")
public record Film(int rows, int columns, float[] luminance) {

  public Film {
    Objects.requireNonNull(luminance, "luminance");
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "a film has at least one pixel, not " + rows + "x" + columns);
    }
    if (luminance.length != rows * columns) {
      throw new IllegalArgumentException(
          "a film of " + rows + "x" + columns + " does not have " + luminance.length + " pixels");
    }
  }

  /** Luminance of one pixel. */
  public float at(int row, int column) {
    return luminance[row * columns + column];
  }
}
