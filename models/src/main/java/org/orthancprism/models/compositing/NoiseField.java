// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import org.orthancprism.models.film.Plane;

/**
 * Random fields of unit variance whose neighbours correlate: white noise under a Gaussian, which
 * prefers no direction. The same on every platform.
 *
 * @param seed the seed
 * @param alongRows about the correlation of a pixel with the next in its row, in [0, 1)
 * @param alongColumns about the correlation of a pixel with the next in its column, in [0, 1)
 */
record NoiseField(long seed, double alongRows, double alongColumns) {

  NoiseField {
    if (!(alongRows >= 0 && alongRows < 1 && alongColumns >= 0 && alongColumns < 1)) {
      throw new IllegalArgumentException("neighbours correlate by 0 to less than 1");
    }
  }

  /** A field that repeats at its borders. */
  Plane generate(int rows, int columns) {
    float[] field = new float[rows * columns];
    float[] kernel = kernel(alongRows);
    float[] line = new float[columns + kernel.length - 1];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        line[column] = white(row * columns + column);
      }
      for (int column = columns; column < line.length; column++) {
        line[column] = line[column % columns];
      }
      blurInto(field, row * columns, columns, line, kernel);
    }
    return new Plane(rows, columns, blurredDown(field, rows, columns, kernel(alongColumns)));
  }

  private static void blurInto(
      float[] field, int offset, int columns, float[] line, float[] kernel) {
    for (int column = 0; column < columns; column++) {
      float sum = 0;
      for (int k = 0; k < kernel.length; k++) {
        sum += kernel[k] * line[column + k];
      }
      field[offset + column] = sum;
    }
  }

  private static float[] blurredDown(float[] field, int rows, int columns, float[] kernel) {
    if (kernel.length == 1) {
      return field;
    }
    float[] blurred = new float[field.length];
    for (int row = 0; row < rows; row++) {
      int to = row * columns;
      for (int k = 0; k < kernel.length; k++) {
        int from = Math.floorMod(row + k - kernel.length / 2, rows) * columns;
        for (int column = 0; column < columns; column++) {
          blurred[to + column] += kernel[k] * field[from + column];
        }
      }
    }
    return blurred;
  }

  /**
   * A Gaussian of unit energy. White noise under one of deviation s correlates over a distance d by
   * {@code exp(-d^2 / (4 s^2))}.
   */
  private static float[] kernel(double correlation) {
    if (correlation < 1e-3) {
      return new float[] {1};
    }
    double deviation = Math.sqrt(-1 / (4 * Math.log(correlation)));
    int radius = (int) Math.ceil(3 * deviation);
    float[] kernel = new float[2 * radius + 1];
    double energy = 0;
    for (int k = 0; k < kernel.length; k++) {
      double distance = (k - radius) / deviation;
      kernel[k] = (float) Math.exp(-distance * distance / 2);
      energy += kernel[k] * kernel[k];
    }
    for (int k = 0; k < kernel.length; k++) {
      kernel[k] /= (float) Math.sqrt(energy);
    }
    return kernel;
  }

  /**
   * Almost normal white noise: the sum of four uniform numbers of 16 bits, taken from the finaliser
   * of SplitMix64 (Steele et al. 2014, doi 10.1145/2660193.2660195).
   */
  private float white(int index) {
    long z = seed * 0xd1342543de82ef95L + (index + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    z ^= z >>> 31;
    long sum = (z & 0xffff) + ((z >>> 16) & 0xffff) + ((z >>> 32) & 0xffff) + (z >>> 48);
    // A uniform number on [0, 1) has a variance of 1/12, four of them of 1/3.
    return (float) ((sum / 65536.0 - 2) * Math.sqrt(3));
  }
}
