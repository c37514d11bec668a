// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.orthancprism.models.statistics.Quantile;

/**
 * Percentile bootstrap of a mean (Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
 * chapter 13), over films: a resample takes a film with all its findings, so that findings that
 * move together in the films do so in the resamples.
 */
final class Bootstrap {

  private final AuditSettings settings;

  Bootstrap(AuditSettings settings) {
    this.settings = settings;
  }

  /**
   * An interval for the mean of each column.
   *
   * @param changes one row for each film, at least two, all of one length
   */
  Interval[] intervals(double[][] changes) {
    int findings = changes[0].length;
    double[][] means = new double[findings][settings.resamples()];
    SplittableRandom random = new SplittableRandom(settings.seed());
    for (int resample = 0; resample < settings.resamples(); resample++) {
      for (int draw = 0; draw < changes.length; draw++) {
        double[] film = changes[random.nextInt(changes.length)];
        for (int finding = 0; finding < findings; finding++) {
          means[finding][resample] += film[finding] / changes.length;
        }
      }
    }
    return Arrays.stream(means).map(this::interval).toArray(Interval[]::new);
  }

  private Interval interval(double[] means) {
    Arrays.sort(means);
    double tail = (1 - settings.level()) / 2;
    return new Interval(Quantile.of(means, tail), Quantile.of(means, 1 - tail));
  }
}
