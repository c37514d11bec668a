// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Bias-corrected and accelerated bootstrap intervals (Efron, Better Bootstrap Confidence Intervals,
 * J Am Stat Assoc 82, 1987, 171-185; Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
 * section 14.3): percentiles of the resamples, moved by the bias of their median and by how the
 * standard error changes with the estimate, which the jackknife tells.
 */
public final class BcaInterval {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private BcaInterval() {}

  /**
   * Intervals for the means of all quantities over the members of clusters. All quantities share
   * each resample.
   *
   * @param level confidence level, in (0, 1)
   */
  public static List<Interval> ofMeans(
      Clusters clusters, ClusterBootstrap bootstrap, double level) {
    double[][] means = new double[clusters.quantities()][bootstrap.resamples()];
    int[] resample = {0};
    bootstrap.each(
        clusters.count(),
        drawn -> {
          double[] resampled = clusters.means(drawn);
          for (int quantity = 0; quantity < means.length; quantity++) {
            means[quantity][resample[0]] = resampled[quantity];
          }
          resample[0]++;
        });
    List<Interval> intervals = new ArrayList<>();
    for (int quantity = 0; quantity < means.length; quantity++) {
      intervals.add(
          of(means[quantity], clusters.mean(quantity), clusters.meansWithoutOne(quantity), level));
    }
    return intervals;
  }

  /**
   * The interval that a bootstrap distribution gives.
   *
   * @param resampled the statistic of each resample, in any order
   * @param estimate the statistic of the sample
   * @param withoutOne the statistic of the sample without one cluster each
   * @param level confidence level, in (0, 1)
   */
  static Interval of(double[] resampled, double estimate, double[] withoutOne, double level) {
    double[] sorted = resampled.clone();
    Arrays.sort(sorted);
    double bias = bias(sorted, estimate);
    double acceleration = acceleration(withoutOne);
    double tail = NORMAL.inverseCumulativeProbability((1 - level) / 2);
    return new Interval(
        Quantile.of(sorted, share(bias, acceleration, tail)),
        Quantile.of(sorted, share(bias, acceleration, -tail)));
  }

  /**
   * The normal quantile of the share of resamples below the estimate, those equal to it counted
   * half (z0). Where all are on one side, half a resample counts as on the other.
   */
  static double bias(double[] resampled, double estimate) {
    double below = 0;
    for (double one : resampled) {
      below += one < estimate ? 1 : one == estimate ? 0.5 : 0;
    }
    double least = 0.5;
    double most = resampled.length - least;
    return NORMAL.inverseCumulativeProbability(
        Math.min(Math.max(below, least), most) / resampled.length);
  }

  /**
   * A sixth of the skewness of the jackknife's influence values (Efron 1987, equation 6.6); 0 where
   * no cluster has any influence.
   */
  static double acceleration(double[] withoutOne) {
    double mean = Arrays.stream(withoutOne).average().orElseThrow();
    double squares = 0;
    double cubes = 0;
    for (double one : withoutOne) {
      double influence = mean - one;
      squares += influence * influence;
      cubes += influence * influence * influence;
    }
    return squares > 0 ? cubes / (6 * Math.pow(squares, 1.5)) : 0;
  }

  /** The share of the resamples below an end. */
  private static double share(double bias, double acceleration, double tail) {
    double normal = bias + tail;
    double stretch = 1 - acceleration * normal;
    if (stretch <= 0) {
      return normal > 0 ? 1 : 0;
    }
    return NORMAL.cumulativeProbability(bias + normal / stretch);
  }
}
