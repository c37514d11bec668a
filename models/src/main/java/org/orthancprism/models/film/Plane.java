// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.film;

import java.util.Objects;

/**
 * A field of numbers over a film at any resolution: luminance, a change, a probability, noise.
 *
 * @param rows number of rows, at least 1
 * @param columns number of columns, at least 1
 * @param values row-major values; owned by the plane
 */
// A film's pixels are millions: copies for value semantics would cost more than they protect.
@SuppressWarnings("ArrayRecordComponent")
public record Plane(int rows, int columns, float[] values) {

  public Plane {
    Objects.requireNonNull(values, "values");
    if (rows < 1 || columns < 1 || values.length != rows * columns) {
      throw new IllegalArgumentException(
          "a plane of " + rows + "x" + columns + " does not have " + values.length + " values");
    }
  }

  /** A plane of zeros. */
  public static Plane zeros(int rows, int columns) {
    return new Plane(rows, columns, new float[rows * columns]);
  }

  /** A film's luminance, shared, not copied. */
  public static Plane of(Film film) {
    return new Plane(film.rows(), film.columns(), film.luminance());
  }

  /** The value at a place. */
  public float at(int row, int column) {
    return values[row * columns + column];
  }

  /** Applies a function to every value. */
  public Plane map(FloatFunction function) {
    float[] mapped = new float[values.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = function.apply(values[i]);
    }
    return new Plane(rows, columns, mapped);
  }

  /** This plane and another of the same size. */
  public Plane plus(Plane other) {
    refuseOtherSize(other);
    float[] sum = new float[values.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = values[i] + other.values[i];
    }
    return new Plane(rows, columns, sum);
  }

  /** This plane less another of the same size. */
  public Plane minus(Plane other) {
    refuseOtherSize(other);
    float[] difference = new float[values.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = values[i] - other.values[i];
    }
    return new Plane(rows, columns, difference);
  }

  private void refuseOtherSize(Plane other) {
    if (rows != other.rows || columns != other.columns) {
      throw new IllegalArgumentException("planes differ in size");
    }
  }

  /** A function of one float. */
  @FunctionalInterface
  public interface FloatFunction {

    /** The function's value. */
    float apply(float value);
  }
}
