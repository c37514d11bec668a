// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

import ai.djl.ndarray.NDArray;

/**
 * One deterministic DDIM step (arXiv 2010.02502, eta 0): {@code next = sample * x + noise * eps}.
 *
 * @param timestep timestep at which the network predicts the noise
 * @param sample factor of the sample
 * @param noise factor of the predicted noise
 */
public record Step(int timestep, double sample, double noise) {

  /**
   * The step between two levels of noise.
   *
   * @param timestep timestep at which the network predicts the noise
   * @param from alpha_bar of the sample, in (0, 1]
   * @param to alpha_bar of the result, in (0, 1]
   */
  static Step between(int timestep, double from, double to) {
    double sample = Math.sqrt(to / from);
    return new Step(timestep, sample, Math.sqrt(1 - to) - sample * Math.sqrt(1 - from));
  }

  /**
   * Takes the step.
   *
   * @param latents the sample x
   * @param predictedNoise the predicted noise eps, of the sample's shape
   */
  public NDArray apply(NDArray latents, NDArray predictedNoise) {
    return latents.mul(sample).add(predictedNoise.mul(noise));
  }
}
