// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.statistics;

import java.util.Optional;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.orthancprism.models.statistics.Interval;

/**
 * How many of several are so.
 *
 * @param hits how many are so
 * @param of how many there are
 */
public record Share(long hits, long of) {

  /** Level of the intervals. */
  public static final double LEVEL = 0.95;

  /** Of fewer than this, a share tells next to nothing. */
  public static final int LEAST = 10;

  public Share {
    if (hits < 0 || hits > of) {
      throw new IllegalArgumentException("no share has " + hits + " of " + of);
    }
  }

  /** The share, 0 to 1; empty of nothing. */
  public Optional<Double> value() {
    return of == 0 ? Optional.empty() : Optional.of((double) hits / of);
  }

  /**
   * Its exact interval of {@value #LEVEL} (Clopper and Pearson 1934, doi 10.1093/biomet/26.4.404);
   * empty of fewer than {@value #LEAST}.
   */
  public Optional<Interval> interval() {
    if (of < LEAST) {
      return Optional.empty();
    }
    org.apache.commons.statistics.interval.Interval found =
        BinomialConfidenceInterval.CLOPPER_PEARSON.fromErrorRate(
            Math.toIntExact(of), Math.toIntExact(hits), 1 - LEVEL);
    return Optional.of(new Interval(found.getLowerBound(), found.getUpperBound()));
  }
}
