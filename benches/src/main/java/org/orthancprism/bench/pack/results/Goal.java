// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack.results;

import java.math.BigDecimal;
import java.util.OptionalDouble;

/**
 * What a figure should reach.
 *
 * @param atMost whether the limit is the greatest value that is good, else it is the least
 * @param limit the limit itself; empty for a figure without a goal
 */
public record Goal(boolean atMost, OptionalDouble limit) {

  public static Goal atMost(double limit) {
    return new Goal(true, OptionalDouble.of(limit));
  }

  public static Goal atLeast(double limit) {
    return new Goal(false, OptionalDouble.of(limit));
  }

  /** No goal: the figure is informative. */
  public static Goal none() {
    return new Goal(true, OptionalDouble.empty());
  }

  public boolean isGiven() {
    return limit.isPresent();
  }

  /** Whether a figure is good enough; not where there is no goal. */
  public boolean reachedBy(double value) {
    return limit.isPresent()
        && (atMost ? value <= limit.getAsDouble() : value >= limit.getAsDouble());
  }

  @Override
  public String toString() {
    if (limit.isEmpty()) {
      return "-";
    }
    String number = BigDecimal.valueOf(limit.getAsDouble()).stripTrailingZeros().toPlainString();
    return (atMost ? "at most " : "at least ") + number;
  }
}
