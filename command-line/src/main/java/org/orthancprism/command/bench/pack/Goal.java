// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench.pack;

import java.math.BigDecimal;

/**
 * What a figure should reach.
 *
 * @param atMost whether the limit is the greatest value that is good, else it is the least
 * @param limit the limit itself
 */
record Goal(boolean atMost, double limit) {

  static Goal atMost(double limit) {
    return new Goal(true, limit);
  }

  static Goal atLeast(double limit) {
    return new Goal(false, limit);
  }

  boolean reachedBy(double value) {
    return atMost ? value <= limit : value >= limit;
  }

  @Override
  public String toString() {
    String number = BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
    return (atMost ? "at most " : "at least ") + number;
  }
}
