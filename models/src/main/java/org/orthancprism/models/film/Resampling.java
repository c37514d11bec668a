// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.film;

/**
 * Brings planes from one resolution to another. Both axes are resampled on their own, so the aspect
 * may change.
 */
public enum Resampling {
  /** The mean over each target pixel's area where an axis shrinks, linear where it grows. */
  AREA,
  /** Linear interpolation; keeps to the range of the values around. */
  LINEAR,
  /** Cubic convolution; sharper, and may overshoot. */
  CUBIC;

  /**
   * Resamples a plane.
   *
   * @param plane the plane
   * @param rows number of rows wanted, at least 1
   * @param columns number of columns wanted, at least 1
   */
  public Plane resample(Plane plane, int rows, int columns) {
    if (rows == plane.rows() && columns == plane.columns()) {
      return plane;
    }
    // The axis that shrinks first (or grows last) keeps the plane between the two passes small.
    if (columns <= plane.columns()) {
      return vertically(horizontally(plane, columns), rows);
    }
    return horizontally(vertically(plane, rows), columns);
  }

  private Taps taps(int source, int target) {
    return switch (this) {
      case AREA -> target < source ? Taps.area(source, target) : Taps.linear(source, target);
      case LINEAR -> Taps.linear(source, target);
      case CUBIC -> Taps.cubic(source, target);
    };
  }

  private Plane horizontally(Plane plane, int columns) {
    if (columns == plane.columns()) {
      return plane;
    }
    Taps taps = taps(plane.columns(), columns);
    float[] source = plane.values();
    float[] target = new float[plane.rows() * columns];
    for (int row = 0; row < plane.rows(); row++) {
      int offset = row * plane.columns();
      for (int column = 0; column < columns; column++) {
        float[] weights = taps.weights()[column];
        int first = offset + taps.first()[column];
        float sum = 0;
        for (int k = 0; k < weights.length; k++) {
          sum += weights[k] * source[first + k];
        }
        target[row * columns + column] = sum;
      }
    }
    return new Plane(plane.rows(), columns, target);
  }

  private Plane vertically(Plane plane, int rows) {
    if (rows == plane.rows()) {
      return plane;
    }
    Taps taps = taps(plane.rows(), rows);
    int columns = plane.columns();
    float[] source = plane.values();
    float[] target = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      float[] weights = taps.weights()[row];
      for (int k = 0; k < weights.length; k++) {
        float weight = weights[k];
        int from = (taps.first()[row] + k) * columns;
        int to = row * columns;
        for (int column = 0; column < columns; column++) {
          target[to + column] += weight * source[from + column];
        }
      }
    }
    return new Plane(rows, columns, target);
  }
}
