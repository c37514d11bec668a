// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.control;

import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;

/**
 * What an edit changes of a film as it is shown: luminance within [0, 1].
 *
 * @param source the film, cut to [0, 1]
 * @param change the counterfactual, cut to [0, 1], less the film
 * @param mask where the edit may change the film
 */
record EditChange(Plane source, Plane change, ChangeMask mask) {

  static EditChange of(Film source, Film edited, ChangeMask mask) {
    Plane shown = shown(Plane.of(source));
    return new EditChange(shown, shown(Plane.of(edited)).minus(shown), mask);
  }

  /** A plane cut to what a display shows. */
  static Plane shown(Plane plane) {
    return plane.map(value -> Math.max(0f, Math.min(1f, value)));
  }

  /** The film with another change, cut to [0, 1]. */
  Film with(Plane other) {
    Plane film = shown(source.plus(other));
    return new Film(film.rows(), film.columns(), film.values());
  }

  /** The sum of what the edit changes, each pixel without its sign. */
  double amount() {
    return amount(change);
  }

  static double amount(Plane change) {
    double sum = 0;
    for (float value : change.values()) {
      sum += Math.abs(value);
    }
    return sum;
  }
}
