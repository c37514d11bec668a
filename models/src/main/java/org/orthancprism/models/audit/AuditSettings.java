// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

/**
 * How effects are distinguished from chance.
 *
 * @param level confidence level of the intervals, in (0, 1)
 * @param resamples number of bootstrap resamples, at least 100
 * @param seed seed of the resampling
 * @param leastEffect mean change of a probability that must be exceeded to be named, in [0, 1)
 */
public record AuditSettings(double level, int resamples, long seed, double leastEffect) {

  /** 95 % intervals of 2000 resamples; changes above 0.05 are named. */
  public static final AuditSettings DEFAULT = new AuditSettings(0.95, 2000, 0, 0.05);

  public AuditSettings {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("a confidence level lies in (0, 1), not " + level);
    }
    if (resamples < 100) {
      throw new IllegalArgumentException("a bootstrap takes at least 100 resamples");
    }
    if (!(leastEffect >= 0 && leastEffect < 1)) {
      throw new IllegalArgumentException("a least effect lies in [0, 1), not " + leastEffect);
    }
  }
}
