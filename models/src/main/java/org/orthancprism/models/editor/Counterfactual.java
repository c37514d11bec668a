// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.Objects;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;

/**
 * What an editor made of a film.
 *
 * @param film the counterfactual at the source's native resolution; where the mask is 0 its
 *     luminance equals the source's exactly
 * @param mask where the film was changed
 * @param edit the edit that was made; for a toggle, the direction it took
 * @param parameters how it was made
 */
public record Counterfactual(Film film, ChangeMask mask, Edit edit, EditParameters parameters) {

  public Counterfactual {
    Objects.requireNonNull(edit, "edit");
    Objects.requireNonNull(parameters, "parameters");
    if (film.rows() != mask.rows() || film.columns() != mask.columns()) {
      throw new IllegalArgumentException("film and mask differ in size");
    }
  }
}
