// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

import ai.djl.ndarray.NDArray;
import org.orthancprism.models.pack.NoiseSchedule.Prediction;

/**
 * One deterministic DDIM step (arXiv 2010.02502, eta 0), {@code next = sample * x + output * y},
 * where y is what the network predicts.
 *
 * @param timestep timestep at which the network predicts
 * @param sample factor of the sample
 * @param output factor of the network's output
 */
public record Step(int timestep, double sample, double output) {

  /**
   * The step between two levels of noise.
   *
   * @param prediction what the network predicts
   * @param timestep timestep at which it predicts
   * @param from alpha_bar of the sample, in [0, 1], and above 0 where the noise is predicted
   * @param to alpha_bar of the result, in [0, 1]; 1 gives the film as it is predicted
   */
  static Step between(Prediction prediction, int timestep, double from, double to) {
    return switch (prediction) {
      case EPSILON -> {
        double sample = Math.sqrt(to / from);
        yield new Step(timestep, sample, Math.sqrt(1 - to) - sample * Math.sqrt(1 - from));
      }
      // film = sqrt(from) x - sqrt(1 - from) v, noise = sqrt(from) v + sqrt(1 - from) x
      case V_PREDICTION ->
          new Step(
              timestep,
              Math.sqrt(to * from) + Math.sqrt((1 - to) * (1 - from)),
              Math.sqrt((1 - to) * from) - Math.sqrt(to * (1 - from)));
    };
  }

  /**
   * Takes the step.
   *
   * @param latents the sample x
   * @param predicted the network's output y, of the sample's shape
   */
  public NDArray apply(NDArray latents, NDArray predicted) {
    return latents.mul(sample).add(predicted.mul(output));
  }
}
