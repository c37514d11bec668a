// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.gate;

import java.util.Objects;

/**
 * What one gate says of a candidate.
 *
 * @param gate the gate
 * @param value the candidate's value
 * @param passed whether it reaches the gate's threshold
 */
public record Verdict(Gate gate, double value, boolean passed) {

  public Verdict {
    Objects.requireNonNull(gate, "gate");
  }
}
