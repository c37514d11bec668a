// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.Objects;
import java.util.Optional;

/**
 * How an edit changed the probability of one finding over a set of films.
 *
 * @param finding the finding by the classifier's name
 * @param before mean probability before the edit, in [0, 1]
 * @param change mean change of the probability, in [-1, 1]
 * @param evidence how sure that is; empty where the films are of too few patients
 * @param controls the effect beside its controls'; empty where no controls were made
 * @param verdict what is to be said of it
 */
public record Effect(
    String finding,
    double before,
    double change,
    Optional<Evidence> evidence,
    Optional<ControlComparison> controls,
    EffectConclusion verdict) {

  public Effect {
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(evidence, "evidence");
    Objects.requireNonNull(controls, "controls");
    Objects.requireNonNull(verdict, "verdict");
    if (evidence.isEmpty() != (verdict == EffectConclusion.TOO_FEW_FILMS)) {
      throw new IllegalArgumentException("nothing is said of " + finding + " without evidence");
    }
  }
}
