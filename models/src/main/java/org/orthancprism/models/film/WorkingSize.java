// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.film;

/**
 * The size at which a network sees a film: its long side has a given length, its aspect is kept,
 * and both sides are filled up to a multiple by repeating the last row and column.
 *
 * @param rows rows of the film at working resolution
 * @param columns columns of the film at working resolution
 * @param paddedRows rows with what is filled up below
 * @param paddedColumns columns with what is filled up on the right
 */
public record WorkingSize(int rows, int columns, int paddedRows, int paddedColumns) {

  /**
   * The working size of a film.
   *
   * @param filmRows rows of the film
   * @param filmColumns columns of the film
   * @param longSide length of the longer side at working resolution
   * @param multiple what both padded sides are a multiple of
   */
  public static WorkingSize of(int filmRows, int filmColumns, int longSide, int multiple) {
    double scale = (double) longSide / Math.max(filmRows, filmColumns);
    int rows = Math.max(1, (int) Math.round(filmRows * scale));
    int columns = Math.max(1, (int) Math.round(filmColumns * scale));
    return new WorkingSize(rows, columns, upTo(rows, multiple), upTo(columns, multiple));
  }

  private static int upTo(int side, int multiple) {
    return (side + multiple - 1) / multiple * multiple;
  }

  /** Fills a plane of the working size up. */
  public Plane pad(Plane plane) {
    float[] padded = new float[paddedRows * paddedColumns];
    for (int row = 0; row < paddedRows; row++) {
      for (int column = 0; column < paddedColumns; column++) {
        padded[row * paddedColumns + column] =
            plane.at(Math.min(row, rows - 1), Math.min(column, columns - 1));
      }
    }
    return new Plane(paddedRows, paddedColumns, padded);
  }

  /** Cuts a padded plane back to the working size. */
  public Plane crop(Plane padded) {
    float[] cropped = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(padded.values(), row * paddedColumns, cropped, row * columns, columns);
    }
    return new Plane(rows, columns, cropped);
  }
}
