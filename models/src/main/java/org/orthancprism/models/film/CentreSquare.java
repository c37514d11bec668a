// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.film;

/**
 * The greatest square about a film's centre, brought to a given side: what classifiers and CLIP get
 * to see, since they were trained on films cut in this way.
 */
public final class CentreSquare {

  private CentreSquare() {}

  /**
   * Cuts and resamples a plane.
   *
   * @param plane the plane
   * @param side rows and columns wanted, at least 1
   */
  public static Plane of(Plane plane, int side) {
    int length = Math.min(plane.rows(), plane.columns());
    return Resampling.AREA.resample(cut(plane, length), side, side);
  }

  private static Plane cut(Plane plane, int length) {
    if (length == plane.rows() && length == plane.columns()) {
      return plane;
    }
    int top = (plane.rows() - length) / 2;
    int left = (plane.columns() - length) / 2;
    float[] square = new float[length * length];
    for (int row = 0; row < length; row++) {
      int from = (top + row) * plane.columns() + left;
      System.arraycopy(plane.values(), from, square, row * length, length);
    }
    return new Plane(length, length, square);
  }
}
