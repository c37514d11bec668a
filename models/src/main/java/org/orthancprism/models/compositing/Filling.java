// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import org.orthancprism.models.film.Plane;

/**
 * Fills the unknown parts of a plane from the known ones around them, over coarser and coarser
 * planes (pull-push, Gortler et al. 1996, doi 10.1145/237170.237200).
 */
final class Filling {

  private Filling() {}

  /**
   * Fills a plane.
   *
   * @param plane the plane
   * @param known for each value whether it is known
   * @return the plane with each unknown value replaced; all 0 where none is known
   */
  static Plane fill(Plane plane, boolean[] known) {
    boolean complete = true;
    for (boolean value : known) {
      complete &= value;
    }
    if (complete || plane.values().length == 1) {
      return plane;
    }
    int rows = (plane.rows() + 1) / 2;
    int columns = (plane.columns() + 1) / 2;
    float[] sums = new float[rows * columns];
    int[] counts = new int[rows * columns];
    for (int i = 0; i < known.length; i++) {
      if (known[i]) {
        int above = parent(i, plane.columns(), columns);
        sums[above] += plane.values()[i];
        counts[above]++;
      }
    }
    boolean[] knownAbove = new boolean[sums.length];
    for (int i = 0; i < sums.length; i++) {
      knownAbove[i] = counts[i] > 0;
      sums[i] /= Math.max(1, counts[i]);
    }
    Plane coarse = fill(new Plane(rows, columns, sums), knownAbove);
    float[] filled = plane.values().clone();
    for (int i = 0; i < filled.length; i++) {
      if (!known[i]) {
        filled[i] = coarse.values()[parent(i, plane.columns(), columns)];
      }
    }
    return new Plane(plane.rows(), plane.columns(), filled);
  }

  private static int parent(int index, int columns, int parentColumns) {
    return index / columns / 2 * parentColumns + index % columns / 2;
  }
}
