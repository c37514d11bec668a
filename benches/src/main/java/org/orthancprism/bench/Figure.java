// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A figure that was measured, or the reason why it was not.
 *
 * @param value the figure; empty where it could not be measured
 * @param reason why it could not; empty text where it could
 */
public record Figure(OptionalDouble value, String reason) {

  public Figure {
    Objects.requireNonNull(value, "value");
    if (value.isPresent() != reason.isEmpty()) {
      throw new IllegalArgumentException("a figure has a value or a reason why not");
    }
  }

  public static Figure of(double value) {
    return new Figure(OptionalDouble.of(value), "");
  }

  public static Figure missing(String reason) {
    return new Figure(OptionalDouble.empty(), reason);
  }
}
