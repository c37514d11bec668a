// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

/**
 * Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1) with torch's defaults: beta 0.9 and 0.999,
 * epsilon 1e-8 added to the bias-corrected root.
 */
final class Adam {

  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final double rate;
  private final float[] values;
  private final float[] means;
  private final float[] squares;
  private int steps;

  /**
   * Starts from values, which are changed in place.
   *
   * @param values what is optimised
   * @param rate learning rate
   */
  Adam(float[] values, double rate) {
    this.rate = rate;
    this.values = values;
    this.means = new float[values.length];
    this.squares = new float[values.length];
  }

  /** Takes a step against a gradient. */
  void step(float[] gradient) {
    steps++;
    float size = (float) (rate / (1 - Math.pow(BETA_1, steps)));
    float root = (float) Math.sqrt(1 - Math.pow(BETA_2, steps));
    for (int i = 0; i < values.length; i++) {
      means[i] += (float) (1 - BETA_1) * (gradient[i] - means[i]);
      squares[i] = (float) BETA_2 * squares[i] + (float) (1 - BETA_2) * gradient[i] * gradient[i];
      float denominator = (float) Math.sqrt(squares[i]) / root + (float) EPSILON;
      values[i] -= size * means[i] / denominator;
    }
  }
}
