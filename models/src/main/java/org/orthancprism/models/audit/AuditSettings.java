// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import org.orthancprism.models.statistics.SignFlips;

/**
 * How effects are distinguished from chance.
 *
 * @param level confidence level of the intervals, in (0, 1)
 * @param falseDiscoveryRate share of the named effects that may be named wrongly, in (0, 1)
 * @param resamples number of bootstrap resamples, at least 100
 * @param flips number of random sign flips, at least 100
 * @param seed seed of resamples and flips
 * @param leastEffect mean change of a probability that must be exceeded to be named, in [0, 1)
 */
public record AuditSettings(
    double level,
    double falseDiscoveryRate,
    int resamples,
    int flips,
    long seed,
    double leastEffect) {

  /** How the intervals are made. */
  public static final String INTERVALS =
      "BCa bootstrap over patients, below " + SignFlips.EXACT_BELOW + " patients by sign flips";

  /**
   * 95 % intervals of 2,000 resamples; changes above 0.05 are named, at a false discovery rate of 5
   * % by 9,999 flips.
   */
  public static final AuditSettings DEFAULT = new AuditSettings(0.95, 0.05, 2000, 9999, 0, 0.05);

  public AuditSettings {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("a confidence level lies in (0, 1), not " + level);
    }
    if (!(falseDiscoveryRate > 0 && falseDiscoveryRate < 1)) {
      throw new IllegalArgumentException(
          "a false discovery rate lies in (0, 1), not " + falseDiscoveryRate);
    }
    if (resamples < 100 || flips < 100) {
      throw new IllegalArgumentException("chance takes at least 100 resamples and 100 flips");
    }
    if (!(leastEffect >= 0 && leastEffect < 1)) {
      throw new IllegalArgumentException("a least effect lies in [0, 1), not " + leastEffect);
    }
  }

  /** The same under another seed. */
  public AuditSettings withSeed(long other) {
    return new AuditSettings(level, falseDiscoveryRate, resamples, flips, other, leastEffect);
  }

  /** With films of fewer patients than this there is neither interval nor p value. */
  public int leastPatients() {
    return SignFlips.leastClusters(level);
  }
}
