// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.control;

import java.util.Optional;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Plane;

/**
 * Where the pixels of a change go on the same film: mirrored, or moved as a whole.
 *
 * @param mirrored whether left and right change places about the vertical midline
 * @param down how many rows further down
 * @param right how many columns further to the right
 */
record Relocation(boolean mirrored, int down, int right) {

  /** A change that still covers more of the edit's mask than this share is much the same edit. */
  private static final double MOST_COVERED = 0.5;

  static final Relocation MIRROR = new Relocation(true, 0, 0);

  static Relocation by(int down, int right) {
    return new Relocation(false, down, right);
  }

  /** The change at its new place; what would leave the film is lost. */
  Plane of(Plane change) {
    float[] moved = new float[change.values().length];
    for (int row = 0; row < change.rows(); row++) {
      for (int column = 0; column < change.columns(); column++) {
        int from = from(row, column, change.rows(), change.columns());
        moved[row * change.columns() + column] = from < 0 ? 0f : change.values()[from];
      }
    }
    return new Plane(change.rows(), change.columns(), moved);
  }

  /** The pixel that goes to a place; -1 where none does. */
  private int from(int row, int column, int rows, int columns) {
    int fromRow = row - down;
    int fromColumn = mirrored ? columns - 1 - column : column - right;
    boolean inside = fromRow >= 0 && fromRow < rows && fromColumn >= 0 && fromColumn < columns;
    return inside ? fromRow * columns + fromColumn : -1;
  }

  /** The change at its new place; empty where that is mostly the edit's own. */
  Optional<Plane> unlessSimilar(EditChange edit) {
    return covered(edit.mask()) > MOST_COVERED ? Optional.empty() : Optional.of(of(edit.change()));
  }

  /** The share of a mask that it covers still when it is moved, in [0, 1]; 0 of an empty one. */
  double covered(ChangeMask mask) {
    double all = 0;
    double both = 0;
    for (int row = 0; row < mask.rows(); row++) {
      for (int column = 0; column < mask.columns(); column++) {
        float weight = mask.weights()[row * mask.columns() + column];
        int from = from(row, column, mask.rows(), mask.columns());
        all += weight;
        both += from < 0 ? 0 : Math.min(weight, mask.weights()[from]);
      }
    }
    return all == 0 ? 0 : both / all;
  }
}
