// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.contour;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Contours of the regions in which pixels were changed.
 *
 * <p>The share of changed pixels in squares of a few pixels is smoothed, traced and simplified, so
 * that a region is outlined once even where single pixels in it came out the same. Specks are left
 * out unless there is nothing else.
 */
public final class ChangeContours {
  private static final int SQUARES = 256;
  private static final double LEVEL = 0.25;

  /** Share of the film below which a region is a speck. */
  private static final double SPECK = 0.0002;

  /** More are not drawn: a viewer shall stay quick. */
  private static final int MOST = 100;

  private final int rows;
  private final int columns;
  private final int side;
  private final int squareRows;
  private final int squareColumns;

  private ChangeContours(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.side = Math.max(2, (Math.max(rows, columns) + SQUARES - 1) / SQUARES);
    this.squareRows = (rows + side - 1) / side;
    this.squareColumns = (columns + side - 1) / side;
  }

  /**
   * The contours, the largest first.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @param changed whether a pixel was changed, by its row-major index
   */
  public static List<Contour> of(int rows, int columns, IntPredicate changed) {
    return new ChangeContours(rows, columns).trace(changed);
  }

  private List<Contour> trace(IntPredicate changed) {
    float[] shares = smoothed(shares(changed));
    List<Contour> all = new ArrayList<>();
    for (double[] line : MarchingSquares.trace(squareRows, squareColumns, shares, LEVEL)) {
      if (line.length >= 6) {
        all.add(Simplification.of(new Contour(inPixels(line)), 0.35 * side));
      }
    }
    all.sort(Comparator.comparingDouble(contour -> -Math.abs(contour.area())));
    double speck = SPECK * rows * columns;
    List<Contour> large =
        all.stream().filter(contour -> Math.abs(contour.area()) >= speck).limit(MOST).toList();
    return large.isEmpty() ? all.stream().limit(1).toList() : large;
  }

  private float[] shares(IntPredicate changed) {
    float[] shares = new float[squareRows * squareColumns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        if (changed.test(row * columns + column)) {
          shares[row / side * squareColumns + column / side] += 1f / (side * side);
        }
      }
    }
    return shares;
  }

  /** The mean of each square and its neighbours; beyond the film nothing is changed. */
  private float[] smoothed(float[] shares) {
    float[] result = new float[shares.length];
    for (int row = 0; row < squareRows; row++) {
      for (int column = 0; column < squareColumns; column++) {
        float sum = 0;
        for (int y = Math.max(0, row - 1); y <= Math.min(squareRows - 1, row + 1); y++) {
          for (int x = Math.max(0, column - 1); x <= Math.min(squareColumns - 1, column + 1); x++) {
            sum += shares[y * squareColumns + x];
          }
        }
        result[row * squareColumns + column] = sum / 9;
      }
    }
    return result;
  }

  /** From the centres of squares to corners of pixels, within the film. */
  private double[] inPixels(double[] line) {
    double[] points = new double[line.length];
    for (int i = 0; i < line.length; i += 2) {
      points[i] = Math.max(0, Math.min(columns, (line[i] + 0.5) * side));
      points[i + 1] = Math.max(0, Math.min(rows, (line[i + 1] + 0.5) * side));
    }
    return points;
  }
}
