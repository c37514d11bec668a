// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.control;

import org.orthancprism.models.film.ChangeMask;

/**
 * Looks for the place within a film where a moved mask covers itself least; of several such places
 * it takes the nearest, where the film is most alike.
 *
 * <p>It looks at a coarse copy of the mask, and moves by whole cells of it.
 */
final class FarthestPlace {

  /** Cells along the long side of a film. */
  private static final int CELLS = 64;

  private final ChangeMask mask;
  private final int side;
  private final float[][] cells;
  private int top = Integer.MAX_VALUE;
  private int bottom = -1;
  private int left = Integer.MAX_VALUE;
  private int right = -1;

  private FarthestPlace(ChangeMask mask) {
    this.mask = mask;
    this.side = Math.max(1, (Math.max(mask.rows(), mask.columns()) + CELLS - 1) / CELLS);
    this.cells = new float[1 + (mask.rows() - 1) / side][1 + (mask.columns() - 1) / side];
    for (int row = 0; row < mask.rows(); row++) {
      for (int column = 0; column < mask.columns(); column++) {
        add(row, column, mask.weights()[row * mask.columns() + column]);
      }
    }
  }

  private void add(int row, int column, float weight) {
    if (weight > 0) {
      cells[row / side][column / side] += weight;
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
      left = Math.min(left, column);
      right = Math.max(right, column);
    }
  }

  /** The move there; none where the mask is empty. */
  static Relocation of(ChangeMask mask) {
    return new FarthestPlace(mask).found();
  }

  private Relocation found() {
    Relocation best = Relocation.by(0, 0);
    if (bottom < 0) {
      return best;
    }
    double least = Double.POSITIVE_INFINITY;
    long nearest = Long.MAX_VALUE;
    for (int down = -(top / side); down <= (mask.rows() - 1 - bottom) / side; down++) {
      for (int over = -(left / side); over <= (mask.columns() - 1 - right) / side; over++) {
        double covered = covered(down, over);
        long distance = (long) down * down + (long) over * over;
        if (covered < least || (covered == least && distance < nearest)) {
          best = Relocation.by(down * side, over * side);
          least = covered;
          nearest = distance;
        }
      }
    }
    return best;
  }

  private double covered(int down, int over) {
    double covered = 0;
    for (int row = Math.max(0, down); row < Math.min(cells.length, cells.length + down); row++) {
      int width = cells[row].length;
      for (int column = Math.max(0, over); column < Math.min(width, width + over); column++) {
        covered += Math.min(cells[row][column], cells[row - down][column - over]);
      }
    }
    return covered;
  }
}
