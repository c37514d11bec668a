// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.statistics;

import java.util.Objects;
import java.util.Optional;
import org.orthancprism.models.statistics.Interval;

/**
 * A figure with what is known of its certainty.
 *
 * @param value the figure
 * @param interval where it lies with a confidence of 95 %; empty where there are too few patients
 *     to tell at all
 * @param n number of observations, at least 1
 * @param patients number of patients that they are of, at least 1
 */
public record Estimate(double value, Optional<Interval> interval, int n, int patients) {

  public Estimate {
    Objects.requireNonNull(interval, "interval");
    if (!Double.isFinite(value) || patients < 1 || n < patients) {
      throw new IllegalArgumentException(
          value + " of " + n + " observations of " + patients + " patients");
    }
  }
}
