// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;

/**
 * How far two films of the same size differ.
 *
 * @param change difference of luminance of each pixel, at least 0
 */
record ChangedPixels(Plane change) {

  /** A change of luminance from which on a pixel counts as changed. */
  static final float CHANGED = 4f / 255;

  /** Some of a film's pixels. */
  @FunctionalInterface
  interface Where {
    boolean contains(int row, int column);
  }

  static ChangedPixels between(Film a, Film b) {
    return new ChangedPixels(Plane.of(a).minus(Plane.of(b)).map(Math::abs));
  }

  /** Share of these pixels that changed, in [0, 1]; 0 where there are none. */
  double share(Where where) {
    long pixels = 0;
    long changed = 0;
    for (int row = 0; row < change.rows(); row++) {
      for (int column = 0; column < change.columns(); column++) {
        if (where.contains(row, column)) {
          pixels++;
          changed += change.at(row, column) > CHANGED ? 1 : 0;
        }
      }
    }
    return pixels == 0 ? 0 : (double) changed / pixels;
  }

  /** Share of all pixels that changed. */
  double share() {
    return share((row, column) -> true);
  }
}
