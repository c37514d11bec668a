// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.Objects;

/**
 * How a control of an edit changed the probability of one finding.
 *
 * @param control the control's name, for example {@code mirrored}
 * @param films number of films that it could be made of, at least 1
 * @param change mean change of the probability over these films, in [-1, 1]
 */
public record ControlEffect(String control, int films, double change) {

  public ControlEffect {
    Objects.requireNonNull(control, "control");
    if (films < 1) {
      throw new IllegalArgumentException("a control without films has no effect");
    }
  }
}
