// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.statistics;

/**
 * A confidence interval.
 *
 * @param low its lower end
 * @param high its upper end, not below the lower
 */
public record Interval(double low, double high) {

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("an interval does not run from " + low + " to " + high);
    }
  }
}
