// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.edit;

/** Sums of a grid's values over its rectangles, each in four look-ups (a summed-area table). */
final class RectangleSums {

  private final int rows;
  private final int columns;

  /** Sums of what lies above and to the left of each corner of the grid's cells. */
  private final double[] sums;

  /**
   * @param values by row and column, rows * columns of them
   */
  RectangleSums(double[] values, int rows, int columns) {
    if (values.length != rows * columns) {
      throw new IllegalArgumentException(
          values.length + " values make no grid of " + rows + "x" + columns);
    }
    this.rows = rows;
    this.columns = columns;
    this.sums = new double[(rows + 1) * (columns + 1)];
    for (int row = 0; row < rows; row++) {
      double line = 0;
      for (int column = 0; column < columns; column++) {
        line += values[row * columns + column];
        sums[(row + 1) * (columns + 1) + column + 1] = line + above(row, column + 1);
      }
    }
  }

  /**
   * The sum of a rectangle; what of it lies outside of the grid counts nothing.
   *
   * @param top first row
   * @param left first column
   * @param bottom row after the last, not above {@code top}
   * @param right column after the last, not left of {@code left}
   */
  double of(int top, int left, int bottom, int right) {
    int first = within(top, rows);
    int last = within(bottom, rows);
    int begin = within(left, columns);
    int end = within(right, columns);
    return above(last, end) - above(first, end) - above(last, begin) + above(first, begin);
  }

  private double above(int row, int column) {
    return sums[row * (columns + 1) + column];
  }

  private static int within(int place, int size) {
    return Math.max(0, Math.min(size, place));
  }
}
