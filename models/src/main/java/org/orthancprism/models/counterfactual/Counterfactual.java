// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.counterfactual;

import java.util.Map;
import java.util.Objects;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.request.Edit;

/**
 * The candidate that was chosen of an edit, at the film's native resolution, with how it ended.
 *
 * @param film the counterfactual at the source's native resolution; where the mask is 0 its
 *     luminance equals the source's exactly
 * @param mask where the film was changed
 * @param edit the edit that was made; for a toggle, the direction it took
 * @param parameters how it was made
 * @param outcome what is known of it
 */
public record Counterfactual(
    Film film, ChangeMask mask, Edit edit, EditParameters parameters, Outcome outcome) {

  public Counterfactual {
    Objects.requireNonNull(edit, "edit");
    Objects.requireNonNull(parameters, "parameters");
    Objects.requireNonNull(outcome, "outcome");
    if (film.rows() != mask.rows() || film.columns() != mask.columns()) {
      throw new IllegalArgumentException("film and mask differ in size");
    }
  }

  /** The same with the time that it took. */
  public Counterfactual taking(Map<String, Double> seconds) {
    return new Counterfactual(film, mask, edit, parameters, outcome.taking(seconds));
  }
}
