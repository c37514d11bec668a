// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.statistics;

import java.util.Comparator;
import java.util.List;
import org.orthancprism.models.statistics.Quantile;

/** The statistics that are measured. */
public final class Statistics {

  private static final int BINS = 10;

  private Statistics() {}

  /** The mean; of ones and noughts, the share of ones. */
  public static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  public static double median(List<Double> values) {
    return quantile(values, 0.5);
  }

  /** The value that nine in ten do not exceed. */
  public static double ninetiethPercentile(List<Double> values) {
    return quantile(values, 0.9);
  }

  private static double quantile(List<Double> values, double share) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : Quantile.of(sorted, share);
  }

  /**
   * The area under the curve: Mann and Whitney's statistic, by ranks, of equal scores by their mean
   * rank.
   */
  public static double areaUnderCurve(List<Scored> scores) {
    List<Scored> rising =
        scores.stream().sorted(Comparator.comparingDouble(Scored::score)).toList();
    double ranks = 0;
    long positives = 0;
    for (int first = 0; first < rising.size(); ) {
      int end = first;
      int found = 0;
      while (end < rising.size() && rising.get(end).score() == rising.get(first).score()) {
        found += rising.get(end).positive() ? 1 : 0;
        end++;
      }
      ranks += found * (first + 1 + end) / 2.0;
      positives += found;
      first = end;
    }
    long negatives = rising.size() - positives;
    return positives == 0 || negatives == 0
        ? Double.NaN
        : (ranks - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
  }

  /**
   * Share of the positives that score higher than all negatives but a share of these.
   *
   * @param falseAlarms share of negatives that may score as high, in [0, 1)
   */
  public static Statistic<Scored> seenAt(double falseAlarms) {
    return scores -> {
      double[] negatives =
          scores.stream()
              .filter(scored -> !scored.positive())
              .mapToDouble(Scored::score)
              .sorted()
              .toArray();
      int allowed = (int) Math.floor(falseAlarms * negatives.length);
      if (negatives.length == 0 || negatives.length == scores.size()) {
        return Double.NaN;
      }
      double highest = negatives[negatives.length - 1 - allowed];
      return scores.stream()
          .filter(Scored::positive)
          .mapToDouble(scored -> scored.score() > highest ? 1 : 0)
          .average()
          .orElse(Double.NaN);
    };
  }

  /**
   * The expected calibration error: over ten bins of equal width, how far the mean score lies from
   * the share of positives, weighted by the bin's part of the observations (Naeini et al., AAAI
   * 2015).
   */
  public static double calibrationError(List<Scored> scores) {
    double[] sum = new double[BINS];
    for (Scored scored : scores) {
      int bin = Math.min(BINS - 1, (int) (BINS * scored.score()));
      sum[bin] += scored.score() - (scored.positive() ? 1 : 0);
    }
    double error = 0;
    for (double bin : sum) {
      error += Math.abs(bin);
    }
    return scores.isEmpty() ? Double.NaN : error / scores.size();
  }
}
