// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.gate;

import java.util.Locale;
import java.util.Objects;

/**
 * What one gate says of a candidate.
 *
 * @param gate the gate
 * @param value the candidate's value
 * @param threshold what the value must reach, or what it may be at most
 * @param passed whether it does
 */
public record GateResult(Gate gate, double value, double threshold, boolean passed) {

  public GateResult {
    Objects.requireNonNull(gate, "gate");
  }

  /** For example {@code identity 0.812 below 0.900}, of a gate that was not passed. */
  public String failure() {
    return String.format(
        Locale.ROOT,
        "%s %.3f %s %.3f",
        gate.label(),
        value,
        gate.isLimit() ? "above" : "below",
        threshold);
  }
}
