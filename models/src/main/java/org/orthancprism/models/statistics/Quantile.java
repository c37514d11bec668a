// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.statistics;

/** Quantiles by linear interpolation between order statistics (Hyndman and Fan 1996, type 7). */
public final class Quantile {

  private Quantile() {}

  /**
   * A quantile of some values.
   *
   * @param sorted the values in rising order, at least one
   * @param share of the values that lie below, in [0, 1]
   */
  public static double of(double[] sorted, double share) {
    if (sorted.length == 0 || !(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "a quantile is of one value at least, at a share from 0 to 1");
    }
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
