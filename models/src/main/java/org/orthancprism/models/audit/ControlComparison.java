// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An effect beside what its controls did to the same finding.
 *
 * @param controls what each control did, in the order of their names; empty where none could be
 *     made
 * @param beyond by how much the effect is beyond the strongest of them; empty where the films with
 *     controls are of too few patients
 */
public record ControlComparison(List<ControlEffect> controls, Optional<Beyond> beyond) {

  public ControlComparison {
    controls = List.copyOf(controls);
    Objects.requireNonNull(beyond, "beyond");
  }

  /**
   * How an effect stands out from its strongest control: the one with the greatest mean change, in
   * whichever direction.
   *
   * @param control the control's name
   * @param excess by how much the film's probability changed more under the edit than under the
   *     control, in the mean of paired differences; below 0 where the control changed more
   * @param evidence interval of the excess; p and q of the effect being no greater than any
   *     control's, p being the greatest of all comparisons (Berger, Technometrics 24, 1982,
   *     295-300)
   */
  public record Beyond(String control, double excess, Evidence evidence) {

    public Beyond {
      Objects.requireNonNull(control, "control");
      Objects.requireNonNull(evidence, "evidence");
    }
  }

  /** What a control did; empty where it could not be made of any film. */
  public Optional<ControlEffect> of(String control) {
    return controls.stream().filter(one -> one.control().equals(control)).findFirst();
  }
}
