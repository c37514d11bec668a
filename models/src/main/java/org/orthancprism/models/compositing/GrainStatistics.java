// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Plane;

/**
 * What a film's grain is like, measured outside of a mask on small cells: a tile's deviation is
 * that of a calm cell, than which three quarters vary more, so that the anatomy's own detail counts
 * little.
 */
final class GrainStatistics {

  /** Side of a cell in pixels. */
  private static final int CELL = 8;

  /** Side of a tile in cells. */
  private static final int TILE = 4;

  private static final int LEAST_CELLS = 4;

  private final Plane deviations;
  private final boolean[] known;
  private final double alongRows;
  private final double alongColumns;

  private GrainStatistics(
      Plane deviations, boolean[] known, double alongRows, double alongColumns) {
    this.deviations = deviations;
    this.known = known;
    this.alongRows = alongRows;
    this.alongColumns = alongColumns;
  }

  /**
   * Measures the grain.
   *
   * @param fine the film less its smooth part, around 0
   * @param mask pixels with a weight above 0 are left out
   */
  static GrainStatistics measure(Plane fine, ChangeMask mask) {
    int tileSide = CELL * TILE;
    int rows = Math.max(1, fine.rows() / tileSide);
    int columns = Math.max(1, fine.columns() / tileSide);
    Plane tiles = Plane.zeros(rows, columns);
    boolean[] known = new boolean[rows * columns];
    Correlations correlations = new Correlations();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double[] cells = tile(fine, mask, row * tileSide, column * tileSide, correlations);
        int i = row * columns + column;
        known[i] = cells.length >= LEAST_CELLS;
        tiles.values()[i] = known[i] ? (float) Math.sqrt(cells[(cells.length - 1) / 4]) : 0;
      }
    }
    return new GrainStatistics(
        Filling.fill(tiles, known), known, correlations.alongRows(), correlations.alongColumns());
  }

  /**
   * The same with one deviation everywhere, that of a calm tile, than which three quarters of those
   * measured vary more: as strong as noise alone is, where brightness is the same.
   */
  GrainStatistics even() {
    double[] measured =
        IntStream.range(0, known.length)
            .filter(i -> known[i])
            .mapToDouble(i -> deviations.values()[i])
            .sorted()
            .toArray();
    float calm = measured.length == 0 ? 0 : (float) measured[(measured.length - 1) / 4];
    return new GrainStatistics(
        new Plane(1, 1, new float[] {calm}), new boolean[] {true}, alongRows, alongColumns);
  }

  /** Variances of a tile's cells outside of the mask, in ascending order. */
  private static double[] tile(
      Plane fine, ChangeMask mask, int top, int left, Correlations correlations) {
    double[] variances = new double[TILE * TILE];
    Correlations[] cells = new Correlations[TILE * TILE];
    int count = 0;
    for (int i = 0; i < TILE * TILE; i++) {
      int row = top + i / TILE * CELL;
      int column = left + i % TILE * CELL;
      if (row + CELL <= fine.rows()
          && column + CELL <= fine.columns()
          && outside(mask, row, column)) {
        cells[count] = Correlations.of(fine, row, column);
        variances[count] = cells[count].variance();
        count++;
      }
    }
    double[] sorted = Arrays.copyOf(variances, count);
    Arrays.sort(sorted);
    for (int i = 0; i < count; i++) {
      if (variances[i] <= sorted[(count - 1) / 4]) {
        correlations.add(cells[i]);
      }
    }
    return sorted;
  }

  private static boolean outside(ChangeMask mask, int top, int left) {
    for (int row = top; row < top + CELL; row++) {
      for (int column = left; column < left + CELL; column++) {
        if (mask.weights()[row * mask.columns() + column] > 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Correlation of a pixel with the next in its row. */
  double alongRows() {
    return alongRows;
  }

  /** Correlation of a pixel with the next in its column. */
  double alongColumns() {
    return alongColumns;
  }

  /** Mean of the local standard deviations. */
  double meanDeviation() {
    double sum = 0;
    for (float deviation : deviations.values()) {
      sum += deviation;
    }
    return sum / deviations.values().length;
  }

  /** Local standard deviation at a pixel, interpolated between the tiles' centres. */
  double deviationAt(int row, int column) {
    double side = CELL * TILE;
    double y = Math.max(0, Math.min(deviations.rows() - 1, (row + 0.5) / side - 0.5));
    double x = Math.max(0, Math.min(deviations.columns() - 1, (column + 0.5) / side - 0.5));
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(top + 1, deviations.rows() - 1);
    int right = Math.min(left + 1, deviations.columns() - 1);
    double down = y - top;
    double over = x - left;
    return (1 - down) * ((1 - over) * deviations.at(top, left) + over * deviations.at(top, right))
        + down * ((1 - over) * deviations.at(bottom, left) + over * deviations.at(bottom, right));
  }

  /** Sums of products of neighbours. */
  private static final class Correlations {

    private double squares;
    private double rowProducts;
    private double columnProducts;

    static Correlations of(Plane fine, int top, int left) {
      Correlations sums = new Correlations();
      for (int row = top; row < top + CELL; row++) {
        for (int column = left; column < left + CELL; column++) {
          double value = fine.at(row, column);
          sums.squares += value * value;
          sums.rowProducts += column + 1 < left + CELL ? value * fine.at(row, column + 1) : 0;
          sums.columnProducts += row + 1 < top + CELL ? value * fine.at(row + 1, column) : 0;
        }
      }
      return sums;
    }

    double variance() {
      return squares / (CELL * CELL);
    }

    void add(Correlations other) {
      squares += other.squares;
      rowProducts += other.rowProducts;
      columnProducts += other.columnProducts;
    }

    double alongRows() {
      return correlation(rowProducts);
    }

    double alongColumns() {
      return correlation(columnProducts);
    }

    /** There are fewer pairs of neighbours in a cell than pixels. */
    private double correlation(double products) {
      double pairs = (double) CELL / (CELL - 1);
      return squares > 0 ? Math.max(-0.9, Math.min(0.9, pairs * products / squares)) : 0;
    }
  }
}
