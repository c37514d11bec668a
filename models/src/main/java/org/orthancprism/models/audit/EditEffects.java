// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One edit's row of an effect matrix.
 *
 * @param edit the edit's name
 * @param intention what it is meant to do; empty where the classifier does not know its finding
 * @param films number of films that it was made on, at least 1
 * @param patients number of patients that they are of, as far as that is known, at least 1
 * @param effects its effect on every finding, in the classifier's order
 */
public record EditEffects(
    String edit, Optional<Intention> intention, int films, int patients, List<Effect> effects) {

  public EditEffects {
    Objects.requireNonNull(edit, "edit");
    Objects.requireNonNull(intention, "intention");
    effects = List.copyOf(effects);
    if (patients < 1 || films < patients) {
      throw new IllegalArgumentException(
          edit + " can't be made on " + films + " films of " + patients + " patients");
    }
  }

  /** The effects of a verdict. */
  public List<Effect> effects(EffectConclusion verdict) {
    return effects.stream().filter(effect -> effect.verdict() == verdict).toList();
  }

  /** Whether a finding is the one that the edit is about. */
  public boolean intends(Effect effect) {
    return intention.filter(own -> own.finding().equals(effect.finding())).isPresent();
  }
}
