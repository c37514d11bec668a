// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.film;

/**
 * For each sample along one axis of a resampled plane, the source samples it is made of and their
 * weights, which add up to 1. Pixels are areas, so that the axes' ends coincide; beyond them the
 * last sample repeats.
 *
 * @param first index of the first source sample for each target sample
 * @param weights weights of the source samples from there on, for each target sample
 */
@SuppressWarnings("ArrayRecordComponent") // internal to the resampler
record Taps(int[] first, float[][] weights) {

  /** The mean over the part of the source axis that a target sample covers. */
  static Taps area(int source, int target) {
    int[] first = new int[target];
    float[][] weights = new float[target][];
    double scale = (double) source / target;
    for (int i = 0; i < target; i++) {
      double begin = i * scale;
      double end = Math.min(source, (i + 1) * scale);
      int from = (int) Math.floor(begin);
      int to = Math.min(source, (int) Math.ceil(end - 1e-9));
      float[] row = new float[Math.max(1, to - from)];
      double sum = 0;
      for (int k = 0; k < row.length; k++) {
        double covered = Math.min(end, from + k + 1) - Math.max(begin, from + k);
        row[k] = (float) Math.max(covered, 1e-9);
        sum += row[k];
      }
      first[i] = Math.min(from, source - 1);
      weights[i] = scaled(row, 1 / sum);
    }
    return new Taps(first, weights);
  }

  /** Linear interpolation between the centres of the two nearest source samples. */
  static Taps linear(int source, int target) {
    return interpolated(source, target, 1, Taps::tent);
  }

  /**
   * Cubic convolution with a = -1/2 (Keys 1981, doi 10.1109/TASSP.1981.1163711) over the four
   * nearest source samples.
   */
  static Taps cubic(int source, int target) {
    return interpolated(source, target, 2, Taps::keys);
  }

  private static Taps interpolated(int source, int target, int radius, Kernel kernel) {
    int[] first = new int[target];
    float[][] weights = new float[target][];
    for (int i = 0; i < target; i++) {
      double centre = (i + 0.5) * source / target - 0.5;
      int left = (int) Math.floor(centre) - radius + 1;
      int from = Math.max(0, Math.min(left, source - 1));
      int to = Math.max(0, Math.min(left + 2 * radius - 1, source - 1));
      float[] row = new float[to - from + 1];
      double sum = 0;
      for (int k = left; k < left + 2 * radius; k++) {
        double weight = kernel.at(centre - k);
        row[Math.max(from, Math.min(k, to)) - from] += (float) weight;
        sum += weight;
      }
      first[i] = from;
      weights[i] = scaled(row, 1 / sum);
    }
    return new Taps(first, weights);
  }

  private static float[] scaled(float[] row, double factor) {
    for (int k = 0; k < row.length; k++) {
      row[k] *= (float) factor;
    }
    return row;
  }

  private static double tent(double x) {
    return Math.max(0, 1 - Math.abs(x));
  }

  private static double keys(double x) {
    double d = Math.abs(x);
    if (d < 1) {
      return (1.5 * d - 2.5) * d * d + 1;
    }
    return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
  }

  @FunctionalInterface
  private interface Kernel {
    double at(double distance);
  }
}
