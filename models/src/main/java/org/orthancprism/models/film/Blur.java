// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.film;

/** Blurs of fields; beyond the border the value at the border goes on. */
public final class Blur {

  private static final int PASSES = 3;

  private Blur() {}

  /**
   * A Gaussian blur, as three box blurs in each direction (Wells 1986, doi
   * 10.1109/TPAMI.1986.4767776).
   *
   * @param sigma standard deviation in pixels; below a third of a pixel nothing is done
   * @return a new field, or the same where nothing is done
   */
  public static float[] gaussian(float[] field, int rows, int columns, double sigma) {
    int radius = (int) Math.round((Math.sqrt(12 * sigma * sigma / PASSES + 1) - 1) / 2);
    if (radius < 1) {
      return sigma < 1.0 / 3 ? field : small(field, rows, columns, sigma);
    }
    float[] result = field.clone();
    for (int pass = 0; pass < PASSES; pass++) {
      for (int r = 0; r < rows; r++) {
        box(result, r * columns, 1, columns, radius);
      }
      for (int c = 0; c < columns; c++) {
        box(result, c, columns, rows, radius);
      }
    }
    return result;
  }

  /**
   * The mean over one period in each direction, half of it to either side, so that nothing stays of
   * a pattern that repeats with the period, or with a whole part of it.
   *
   * @param period even number of pixels, at least 2
   * @return a new row-major field
   */
  public static float[] overPeriod(float[] field, int rows, int columns, int period) {
    if (period < 2 || period % 2 != 0) {
      throw new IllegalArgumentException("a period of pixels is even, not " + period);
    }
    float[] result = field.clone();
    for (int r = 0; r < rows; r++) {
      mean(result, r * columns, 1, columns, period);
    }
    for (int c = 0; c < columns; c++) {
      mean(result, c, columns, rows, period);
    }
    return result;
  }

  /** The outermost two of {@code period + 1} values count half each. */
  private static void mean(float[] field, int start, int stride, int count, int period) {
    float[] line = line(field, start, stride, count);
    int half = period / 2;
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int k = -half; k <= half; k++) {
        double weight = Math.abs(k) == half ? 0.5 : 1;
        sum += weight * line[Math.min(count - 1, Math.max(0, i + k))];
      }
      field[start + i * stride] = (float) (sum / period);
    }
  }

  /** A three-tap kernel with the wanted variance, for a blur under a pixel. */
  private static float[] small(float[] field, int rows, int columns, double sigma) {
    float side = (float) Math.min(0.25, sigma * sigma / 2);
    float[] across = new float[field.length];
    float[] result = new float[field.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int i = r * columns + c;
        float left = field[c > 0 ? i - 1 : i];
        float right = field[c + 1 < columns ? i + 1 : i];
        across[i] = field[i] + side * (left + right - 2 * field[i]);
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        int i = r * columns + c;
        float above = across[r > 0 ? i - columns : i];
        float below = across[r + 1 < rows ? i + columns : i];
        result[i] = across[i] + side * (above + below - 2 * across[i]);
      }
    }
    return result;
  }

  private static void box(float[] field, int start, int stride, int count, int radius) {
    float[] line = line(field, start, stride, count);
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      sum += line[Math.min(count - 1, Math.max(0, i))];
    }
    for (int i = 0; i < count; i++) {
      field[start + i * stride] = (float) (sum / (2 * radius + 1));
      sum += line[Math.min(count - 1, i + radius + 1)] - line[Math.max(0, i - radius)];
    }
  }

  private static float[] line(float[] field, int start, int stride, int count) {
    float[] line = new float[count];
    for (int i = 0; i < count; i++) {
      line[i] = field[start + i * stride];
    }
    return line;
  }
}
