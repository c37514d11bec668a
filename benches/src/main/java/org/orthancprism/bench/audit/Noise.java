// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.audit;

import java.util.SplittableRandom;

/**
 * How a classifier's probability of a finding changes without any effect on it. Each kind has a
 * mean of zero for each patient.
 */
enum Noise {

  /**
   * What the classifier computes before its sigmoid gets normal noise with a standard deviation of
   * 0.7. So the changes of a finding are skewed to the side where its probability has room: of rare
   * findings to rises.
   */
  CLASSIFIER {
    @Override
    double draw(SplittableRandom random) {
      return random.nextGaussian();
    }

    @Override
    double before(double logit) {
      double mean = 0;
      double weights = 0;
      for (double normal = -5; normal <= 5; normal += 0.25) {
        double weight = Math.exp(-normal * normal / 2);
        mean += weight * after(logit, normal);
        weights += weight;
      }
      return mean / weights;
    }

    @Override
    double after(double logit, double noise) {
      return 1 / (1 + Math.exp(-(logit + 0.7 * noise)));
    }
  },

  /**
   * One change in five is large, as where the classifier changes its mind, and the others are
   * equal, small and in the other direction: a skewness of about 2 and a standard deviation of
   * 0.09. No test that learns from the sample alone knows of large changes that are not in it.
   */
  RARE_JUMPS {
    @Override
    double draw(SplittableRandom random) {
      return jump(random);
    }

    @Override
    double before(double logit) {
      return middle(logit);
    }

    @Override
    double after(double logit, double noise) {
      return middle(logit) + 0.09 * noise;
    }
  },

  /**
   * Differences of two such changes, as where a classifier looks twice at what no edit has changed:
   * a jump is as likely a rise as a fall.
   */
  LOOKED_AT_TWICE {
    @Override
    double draw(SplittableRandom random) {
      double first = jump(random);
      return (first - jump(random)) / Math.sqrt(2);
    }

    @Override
    double before(double logit) {
      return middle(logit);
    }

    @Override
    double after(double logit, double noise) {
      return middle(logit) + 0.09 * noise;
    }
  };

  private static final double JUMPS = 0.2;

  /** Standard deviation of jumps before they are scaled. */
  private static final double SPREAD = Math.sqrt(JUMPS * (1 + 1.0 / 12) - JUMPS * JUMPS);

  private static double jump(SplittableRandom random) {
    double jump = random.nextDouble() < JUMPS ? 0.5 + random.nextDouble() : 0;
    return (jump - JUMPS) / SPREAD;
  }

  /** A probability from which noise does not lead out of [0, 1]. */
  private static double middle(double logit) {
    return logit > 0 ? 0.85 : 0.5;
  }

  /** One of the parts that noise is made of, with a mean of 0 and a variance of 1. */
  abstract double draw(SplittableRandom random);

  /**
   * The probability before an edit, which is the mean of those after an edit without effect.
   *
   * @param logit what the classifier computes before its sigmoid
   */
  abstract double before(double logit);

  /**
   * The probability after an edit without effect.
   *
   * @param noise the sum of parts, with a variance of 1
   */
  abstract double after(double logit, double noise);
}
