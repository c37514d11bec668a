// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.Objects;
import org.orthancprism.models.statistics.Interval;

/**
 * What there is for and against an effect being chance.
 *
 * @param interval confidence interval of the mean change, of this effect alone
 * @param p two-sided p value of the mean change being zero, of this effect alone, in (0, 1]
 * @param q p value adjusted for all effects of the matrix with which it might be named, in (0, 1];
 *     1 where the mean change is none that would be named
 */
public record Evidence(Interval interval, double p, double q) {

  public Evidence {
    Objects.requireNonNull(interval, "interval");
    if (!(p > 0 && p <= 1 && q > 0 && q <= 1)) {
      throw new IllegalArgumentException("p and q lie in (0, 1], not " + p + " and " + q);
    }
  }
}
