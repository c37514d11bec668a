// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

/** The noise schedule that a pack's diffusion model was trained with. */
public sealed interface NoiseSchedule {

  /** Continuous cosine schedule: alpha_bar(t) = cos^2(pi t / 2), t in [0, 1]. */
  record Cosine() implements NoiseSchedule {}

  /**
   * Stable Diffusion's schedule: square roots of beta evenly spaced (diffusers' {@code
   * scaled_linear}).
   *
   * @param betaStart first beta, in (0, 1)
   * @param betaEnd last beta, in (0, 1), not below the first
   * @param trainTimesteps number of training timesteps
   * @param setAlphaToOne whether the step after the last has alpha_bar 1, or else that of timestep
   *     0
   * @param stepsOffset offset added to the inference timesteps
   */
  record ScaledLinear(
      double betaStart, double betaEnd, int trainTimesteps, boolean setAlphaToOne, int stepsOffset)
      implements NoiseSchedule {

    public ScaledLinear {
      if (!(betaStart > 0 && betaStart <= betaEnd && betaEnd < 1)) {
        throw new IllegalArgumentException(
            "betas rise within (0, 1), not from " + betaStart + " to " + betaEnd);
      }
      if (trainTimesteps < 1 || stepsOffset < 0 || stepsOffset >= trainTimesteps) {
        throw new IllegalArgumentException(
            "no timesteps with offset " + stepsOffset + " of " + trainTimesteps);
      }
    }
  }
}
