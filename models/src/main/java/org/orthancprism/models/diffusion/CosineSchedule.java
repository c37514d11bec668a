// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

/**
 * DDIM (arXiv 2010.02502, equation 12, eta 0) over the cosine schedule (arXiv 2102.09672, equation
 * 17) in continuous time, alpha_bar(t) = cos^2(pi t / 2), t from 1 (noise) to 0 (film), for a
 * network that predicts the film (arXiv 2202.00512).
 *
 * @param steps number of steps, at least 1
 */
public record CosineSchedule(int steps) {

  /** Timesteps are passed to networks on Stable Diffusion's scale. */
  private static final double TIMESTEP_SCALE = 1000;

  public CosineSchedule {
    if (steps < 1) {
      throw new IllegalArgumentException("a schedule has at least one step, not " + steps);
    }
  }

  /** The timestep that the network gets at a step, in (0, 1000]. */
  public float timestep(int step) {
    return (float) (TIMESTEP_SCALE * time(step));
  }

  private double time(int step) {
    return 1 - (double) step / steps;
  }

  /**
   * The sample after a step. The last step gives the prediction itself.
   *
   * @param step index of the step, from 0
   * @param sample the noisy sample
   * @param prediction the film as the network predicts it from the sample
   * @return the less noisy sample
   */
  public float[] next(int step, float[] sample, float[] prediction) {
    if (step == steps - 1) {
      return prediction;
    }
    double now = Math.PI / 2 * time(step);
    double then = Math.PI / 2 * time(step + 1);
    double noise = Math.sin(then) / Math.sin(now);
    double film = Math.cos(then) - noise * Math.cos(now);
    float[] next = new float[sample.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = (float) (noise * sample[i] + film * prediction[i]);
    }
    return next;
  }
}
