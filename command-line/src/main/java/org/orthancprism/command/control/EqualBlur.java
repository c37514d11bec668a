// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.control;

import java.util.Optional;
import org.orthancprism.models.film.Blur;
import org.orthancprism.models.film.Plane;

/**
 * Blurs a film within an edit's mask by so much that the mean absolute change is the edit's: by the
 * weakest of some Gaussian blurs that changes the film enough, blended in. Where even the strongest
 * changes too little, its change is amplified.
 */
final class EqualBlur {

  /** The weakest blur's standard deviation, as a share of the film's long side. */
  private static final double WEAKEST = 1.0 / 512;

  /** The strongest blur's. */
  private static final double STRONGEST = 1.0 / 16;

  /** Amplified by more than this, noise is all that would be seen of a blur. */
  private static final double MOST_AMPLIFIED = 4;

  private EqualBlur() {}

  /** The change; empty where the film is too even in the mask for a blur to change it so much. */
  static Optional<Plane> change(EditChange edit) {
    double wanted = edit.amount();
    if (wanted == 0) {
      return Optional.of(edit.change());
    }
    int side = Math.max(edit.source().rows(), edit.source().columns());
    Plane change = edit.change();
    double reached = 0;
    for (double share = WEAKEST; share <= STRONGEST && reached < wanted; share *= 2) {
      change = blurred(edit, share * side);
      reached = EditChange.amount(change);
    }
    float factor = (float) (wanted / reached);
    return factor <= MOST_AMPLIFIED
        ? Optional.of(change.map(value -> factor * value))
        : Optional.empty();
  }

  private static Plane blurred(EditChange edit, double sigma) {
    Plane source = edit.source();
    float[] change = Blur.gaussian(source.values(), source.rows(), source.columns(), sigma).clone();
    for (int i = 0; i < change.length; i++) {
      change[i] = edit.mask().weights()[i] * (change[i] - source.values()[i]);
    }
    return new Plane(source.rows(), source.columns(), change);
  }
}
