// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import org.orthancprism.models.film.Plane;

/**
 * Grey closing by a square (Serra, Image Analysis and Mathematical Morphology, 1982): fills dark
 * gaps narrower than the square, and leaves borders where they are.
 */
final class Closing {

  private Closing() {}

  /**
   * Closes a plane.
   *
   * @param radius half the square's side in pixels, rounded down; 0 leaves the plane as it is
   */
  static Plane of(Plane plane, int radius) {
    return extreme(extreme(plane, radius, 1), radius, -1);
  }

  /** The largest value of each pixel's square with the sign 1, the smallest with -1. */
  private static Plane extreme(Plane plane, int radius, int sign) {
    int columns = plane.columns();
    Plane along = Plane.zeros(plane.rows(), columns);
    Plane all = Plane.zeros(plane.rows(), columns);
    for (int i = 0; i < all.values().length; i++) {
      int row = i / columns * columns;
      int from = Math.max(row, i - radius);
      int to = Math.min(row + columns - 1, i + radius);
      along.values()[i] = extreme(plane, from, to, 1, sign);
    }
    for (int i = 0; i < all.values().length; i++) {
      int from = Math.max(i % columns, i - radius * columns);
      int to = Math.min(all.values().length - 1, i + radius * columns);
      all.values()[i] = extreme(along, from, to, columns, sign);
    }
    return all;
  }

  private static float extreme(Plane plane, int from, int to, int stride, int sign) {
    float found = plane.values()[from];
    for (int i = from; i <= to; i += stride) {
      float value = plane.values()[i];
      if (sign * value > sign * found) {
        found = value;
      }
    }
    return found;
  }
}
