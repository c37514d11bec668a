// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.film;

import java.util.Objects;

/**
 * Where an edit may change a film, and how far it blends in there.
 *
 * <p>Row-major weights at the film's native resolution in [0, 1]: 0 keeps the source's stored value
 * bit for bit, 1 takes the counterfactual, values between feather the border.
 *
 * @param rows number of rows, at least 1
 * @param columns number of columns, at least 1
 * @param weights row-major weights; owned by the mask, not to be changed by a reader
 */
// A film's pixels are millions: copies for value semantics would cost more than they protect.
@SuppressWarnings("ArrayRecordComponent")
public record ChangeMask(int rows, int columns, float[] weights) {

  public ChangeMask {
    Objects.requireNonNull(weights, "weights");
    if (rows < 1 || columns < 1 || weights.length != rows * columns) {
      throw new IllegalArgumentException(
          "a mask of " + rows + "x" + columns + " does not have " + weights.length + " weights");
    }
    for (float weight : weights) {
      if (!(weight >= 0f && weight <= 1f)) {
        throw new IllegalArgumentException("a mask's weight lies in [0, 1], not " + weight);
      }
    }
  }

  /** A mask that changes nothing. */
  public static ChangeMask empty(int rows, int columns) {
    return new ChangeMask(rows, columns, new float[rows * columns]);
  }

  /** Share of the film's pixels with a weight above 0, in [0, 1]. */
  public double changedShare() {
    long changed = 0;
    for (float weight : weights) {
      if (weight > 0f) {
        changed++;
      }
    }
    return (double) changed / weights.length;
  }
}
