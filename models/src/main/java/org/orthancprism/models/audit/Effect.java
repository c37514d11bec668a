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
 * @param interval confidence interval of the mean change; empty where one film is all there is
 * @param verdict what is to be said of it
 */
public record Effect(
    String finding,
    double before,
    double change,
    Optional<Interval> interval,
    EffectConclusion verdict) {

  public Effect {
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(interval, "interval");
    Objects.requireNonNull(verdict, "verdict");
  }
}
