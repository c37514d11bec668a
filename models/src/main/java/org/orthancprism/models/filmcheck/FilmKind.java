// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.filmcheck;

/**
 * What a film check takes a picture for.
 *
 * @param label the pack's word for it; where it does not pass, the likeliest of the other labels
 * @param probability how probable the check holds that, in [0, 1]
 * @param passes whether it is a film that the pack can edit
 */
public record FilmKind(String label, double probability, boolean passes) {

  public FilmKind {
    if (label.isBlank() || !(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "a kind has a name and a probability in [0, 1], not " + label + " at " + probability);
    }
  }
}
