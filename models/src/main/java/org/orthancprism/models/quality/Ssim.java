// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.quality;

import java.util.Arrays;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Plane;

/**
 * Structural similarity of two films of luminance in [0, 1] (Wang et al. 2004, doi
 * 10.1109/TIP.2003.819861): at each pixel that a Gaussian window of 11x11 pixels and deviation 1.5
 * fits around, with K1 = 0.01 and K2 = 0.03; 1 means equal.
 *
 * @param rows number of rows of the films
 * @param columns number of columns of the films
 * @param map row-major similarity at the {@code (rows - 10) * (columns - 10)} pixels that are five
 *     pixels or more away from every edge; owned by this record
 */
// A film's pixels are millions: copies for value semantics would cost more than they protect.
@SuppressWarnings("ArrayRecordComponent")
public record Ssim(int rows, int columns, float[] map) {

  /** Rows and columns that a film has at least. */
  public static final int WINDOW = 11;

  private static final int RADIUS = WINDOW / 2;
  private static final double DEVIATION = 1.5;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;
  private static final double[] WEIGHTS = weights();

  /** First moments of both films, second moments of both, and the mixed one. */
  private static final int MOMENTS = 5;

  private static double[] weights() {
    double[] weights = new double[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      double distance = i - RADIUS;
      weights[i] = Math.exp(-distance * distance / (2 * DEVIATION * DEVIATION));
    }
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  /**
   * Compares two films.
   *
   * @throws IllegalArgumentException when they differ in size, or are smaller than the window
   */
  public static Ssim of(Plane first, Plane second) {
    int rows = first.rows();
    int columns = first.columns();
    if (rows != second.rows() || columns != second.columns()) {
      throw new IllegalArgumentException("films to compare are of one size");
    }
    if (Math.min(rows, columns) < WINDOW) {
      throw new IllegalArgumentException(
          "films to compare have 11x11 pixels at least, not " + rows + "x" + columns);
    }
    float[] map = new float[(rows - WINDOW + 1) * (columns - WINDOW + 1)];
    // Where a window meets no difference it is 1: most of an edited film is left as it was.
    Arrays.fill(map, 1f);
    Box difference = Box.ofDifference(first, second);
    if (!difference.isEmpty()) {
      fill(map, first, second, difference.windows(rows, columns));
    }
    return new Ssim(rows, columns, map);
  }

  /** Mean similarity over all pixels. */
  public double mean() {
    return mean(ChangeMask.empty(rows, columns), false);
  }

  /** Mean similarity over the pixels that a mask leaves as they are; 1 where there are none. */
  public double meanOutside(ChangeMask mask) {
    return mean(mask, false);
  }

  /** Mean similarity over the pixels that a mask changes; 1 where there are none. */
  public double meanInside(ChangeMask mask) {
    return mean(mask, true);
  }

  private double mean(ChangeMask mask, boolean changed) {
    if (mask.rows() != rows || mask.columns() != columns) {
      throw new IllegalArgumentException("film and mask differ in size");
    }
    int width = columns - WINDOW + 1;
    double sum = 0;
    long count = 0;
    for (int i = 0; i < map.length; i++) {
      int pixel = (i / width + RADIUS) * columns + i % width + RADIUS;
      if ((mask.weights()[pixel] > 0) == changed) {
        sum += map[i];
        count++;
      }
    }
    return count == 0 ? 1 : sum / count;
  }

  /** Computes the map within a box of windows, by their upper left corners. */
  private static void fill(float[] map, Plane first, Plane second, Box windows) {
    int mapColumns = first.columns() - WINDOW + 1;
    int width = windows.columnEnd() - windows.column();
    double[][] moments = new double[WINDOW][];
    double[] sums = new double[MOMENTS * width];
    for (int row = windows.row(); row < windows.rowEnd() + WINDOW - 1; row++) {
      moments[row % WINDOW] = rowMoments(first, second, row, windows.column(), width);
      int corner = row - WINDOW + 1;
      if (corner < windows.row()) {
        continue;
      }
      Arrays.fill(sums, 0);
      for (int k = 0; k < WINDOW; k++) {
        double[] part = moments[(corner + k) % WINDOW];
        for (int i = 0; i < sums.length; i++) {
          sums[i] += WEIGHTS[k] * part[i];
        }
      }
      for (int i = 0; i < width; i++) {
        map[corner * mapColumns + windows.column() + i] = (float) similarity(sums, i * MOMENTS);
      }
    }
  }

  /** Weighted moments of one row for each window's columns. */
  private static double[] rowMoments(Plane first, Plane second, int row, int column, int width) {
    double[] moments = new double[MOMENTS * width];
    for (int i = 0; i < width; i++) {
      int at = row * first.columns() + column + i;
      int to = MOMENTS * i;
      for (int k = 0; k < WINDOW; k++) {
        double x = first.values()[at + k];
        double y = second.values()[at + k];
        double weightedX = WEIGHTS[k] * x;
        double weightedY = WEIGHTS[k] * y;
        moments[to] += weightedX;
        moments[to + 1] += weightedY;
        moments[to + 2] += weightedX * x;
        moments[to + 3] += weightedY * y;
        moments[to + 4] += weightedX * y;
      }
    }
    return moments;
  }

  /** Equation 13. */
  private static double similarity(double[] moments, int at) {
    double x = moments[at];
    double y = moments[at + 1];
    double varianceX = moments[at + 2] - x * x;
    double varianceY = moments[at + 3] - y * y;
    double covariance = moments[at + 4] - x * y;
    return (2 * x * y + C1)
        * (2 * covariance + C2)
        / ((x * x + y * y + C1) * (varianceX + varianceY + C2));
  }

  /** A part of a film, ends excluded. */
  private record Box(int row, int rowEnd, int column, int columnEnd) {

    /** The smallest box around all pixels that differ. */
    static Box ofDifference(Plane first, Plane second) {
      int row = first.rows();
      int rowEnd = 0;
      int column = first.columns();
      int columnEnd = 0;
      for (int i = 0; i < first.values().length; i++) {
        if (first.values()[i] != second.values()[i]) {
          int r = i / first.columns();
          int c = i % first.columns();
          row = Math.min(row, r);
          rowEnd = r + 1;
          column = Math.min(column, c);
          columnEnd = Math.max(columnEnd, c + 1);
        }
      }
      return new Box(row, rowEnd, column, columnEnd);
    }

    boolean isEmpty() {
      return rowEnd <= row;
    }

    /** The upper left corners of all windows in a film that meet this box. */
    Box windows(int rows, int columns) {
      return new Box(
          Math.max(0, row - WINDOW + 1),
          Math.min(rows - WINDOW + 1, rowEnd),
          Math.max(0, column - WINDOW + 1),
          Math.min(columns - WINDOW + 1, columnEnd));
    }
  }
}
