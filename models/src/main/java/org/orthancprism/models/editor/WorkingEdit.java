// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import org.orthancprism.models.compositing.Region;
import org.orthancprism.models.counterfactual.EditParameters;
import org.orthancprism.models.film.Plane;

/**
 * What a network made of an edit: one candidate, at working resolution.
 *
 * @param source the film's luminance, in [0, 1]
 * @param change what is added to it, over the whole film
 * @param region where the film changes
 * @param parameters how it was made
 */
record WorkingEdit(Plane source, Plane change, Region region, EditParameters parameters) {

  /** The edited film, within the region. */
  Plane edited() {
    float[] edited = source.values().clone();
    for (int i = 0; i < edited.length; i++) {
      if (region.contains(i / source.columns(), i % source.columns())) {
        edited[i] += change.values()[i];
      }
    }
    return new Plane(source.rows(), source.columns(), edited);
  }

  /** The edited film as the network made it, outside of the region too. */
  Plane uncut() {
    float[] edited = source.values().clone();
    for (int i = 0; i < edited.length; i++) {
      edited[i] += change.values()[i];
    }
    return new Plane(source.rows(), source.columns(), edited);
  }
}
