// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.numbers.arrays.Selection;

/**
 * The permutation test of a mean over the members of clusters: where nothing changes on average,
 * and a cluster's sum is as likely to be so much above zero as below, each cluster's sign might as
 * well be the other (Fisher, The Design of Experiments, 1935, section 21). All members of a cluster
 * are flipped together.
 *
 * <p>Below {@value #EXACT_BELOW} clusters all flips are looked at, and the test is exact. From
 * there on random flips are, the actual one counted among them (Phipson and Smyth, Stat Appl Genet
 * Mol Biol 9, 2010, article 39).
 */
public final class SignFlips {

  /** With fewer clusters than this the test is exact. */
  public static final int EXACT_BELOW = 20;

  /** Sums of the same numbers in another order differ by less than this share of what was added. */
  private static final double ROUNDING = 1e-12;

  private SignFlips() {}

  /**
   * The least number of clusters with which the test can reject at all, and below which its
   * interval has no ends: 6 at a level of 0.95.
   *
   * @param level one minus the level of the two-sided test, in (0, 1)
   */
  public static int leastClusters(double level) {
    int clusters = 1;
    while (tail(level, clusters) < 1) {
      clusters++;
    }
    return clusters;
  }

  /**
   * Two-sided p values of the means of all quantities being zero.
   *
   * @param flips how many random flips, where not all are looked at
   * @param seed seed of the random flips, which all quantities share
   */
  public static double[] pValues(Clusters clusters, int flips, long seed) {
    return clusters.count() < EXACT_BELOW
        ? ofAllFlips(clusters)
        : ofRandomFlips(clusters, flips, seed);
  }

  /**
   * The means that the exact test does not reject (Hartigan, Using Subsample Values as Typical
   * Values, J Am Stat Assoc 64, 1969, 1303-1317): between the means of subsets of clusters, of
   * which as many are left out at each end as flips are in each tail. They exclude zero where the p
   * value is at most {@code 1 - level}.
   *
   * @param clusters fewer than {@value #EXACT_BELOW}, and no fewer than {@link #leastClusters}
   * @param level confidence level, in (0, 1)
   */
  public static List<Interval> intervals(Clusters clusters, double level) {
    if (clusters.count() >= EXACT_BELOW || clusters.count() < leastClusters(level)) {
      throw new IllegalArgumentException(
          clusters.count() + " clusters have no exact interval of the level " + level);
    }
    int tail = tail(level, clusters.count());
    double[] sizes = sumsOfSubsets(clusters.sizes());
    List<Interval> intervals = new ArrayList<>();
    for (int quantity = 0; quantity < clusters.quantities(); quantity++) {
      double[] sums = sumsOfSubsets(clusters.sums(quantity));
      double[] means = new double[sums.length - 1];
      for (int i = 0; i < means.length; i++) {
        means[i] = sums[i + 1] / sizes[i + 1];
      }
      int low = tail - 1;
      int high = means.length - tail;
      Selection.select(means, new int[] {low, high});
      intervals.add(new Interval(means[low], means[high]));
    }
    return intervals;
  }

  /** How many of all flips are in one tail of the level. */
  private static int tail(double level, int clusters) {
    return (int) Math.floor((1 - level) / 2 * Math.pow(2, clusters));
  }

  private static double[] ofAllFlips(Clusters clusters) {
    double[] p = new double[clusters.quantities()];
    for (int quantity = 0; quantity < p.length; quantity++) {
      double[] sums = sumsOfSubsets(clusters.sums(quantity));
      double total = sums[sums.length - 1];
      double actual = atLeast(clusters.sums(quantity), total);
      int asFar = 0;
      for (double flipped : sums) {
        asFar += Math.abs(total - 2 * flipped) >= actual ? 1 : 0;
      }
      p[quantity] = (double) asFar / sums.length;
    }
    return p;
  }

  private static double[] ofRandomFlips(Clusters clusters, int flips, long seed) {
    double[] actual = new double[clusters.quantities()];
    for (int quantity = 0; quantity < actual.length; quantity++) {
      double[] sums = clusters.sums(quantity);
      actual[quantity] = atLeast(sums, Arrays.stream(sums).sum());
    }
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] flipped = new boolean[clusters.count()];
    int[] asFar = new int[actual.length];
    for (int flip = 0; flip < flips; flip++) {
      draw(flipped, random);
      double[] sums = clusters.flipped(flipped);
      for (int quantity = 0; quantity < asFar.length; quantity++) {
        asFar[quantity] += Math.abs(sums[quantity]) >= actual[quantity] ? 1 : 0;
      }
    }
    return Arrays.stream(asFar).mapToDouble(count -> (count + 1.0) / (flips + 1.0)).toArray();
  }

  /** From where on a flip's sum is as far from zero as the actual one, but for rounding. */
  private static double atLeast(double[] sums, double total) {
    return Math.abs(total) - ROUNDING * Arrays.stream(sums).map(Math::abs).sum();
  }

  private static void draw(boolean[] flipped, SplittableRandom random) {
    long bits = 0;
    for (int cluster = 0; cluster < flipped.length; cluster++) {
      if (cluster % Long.SIZE == 0) {
        bits = random.nextLong();
      }
      flipped[cluster] = (bits & 1) != 0;
      bits >>>= 1;
    }
  }

  /** The sums of all subsets of some values, the empty one first and the whole one last. */
  private static double[] sumsOfSubsets(double[] values) {
    double[] sums = new double[1 << values.length];
    for (int value = 0; value < values.length; value++) {
      int before = 1 << value;
      for (int subset = 0; subset < before; subset++) {
        sums[before + subset] = sums[subset] + values[value];
      }
    }
    return sums;
  }
}
