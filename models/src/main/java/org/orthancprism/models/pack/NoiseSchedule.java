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
   * @param stepsOffset offset added to the inference timesteps that are spaced as {@link
   *     Spacing#LEADING}
   * @param prediction what the network predicts
   * @param zeroTerminalSnr whether the last timestep is noise alone (arXiv 2305.08891, algorithm
   *     1), which only a network that predicts v can start from
   * @param spacing which timesteps a few steps take
   */
  record ScaledLinear(
      double betaStart,
      double betaEnd,
      int trainTimesteps,
      boolean setAlphaToOne,
      int stepsOffset,
      Prediction prediction,
      boolean zeroTerminalSnr,
      Spacing spacing)
      implements NoiseSchedule {

    /** The schedule of Stable Diffusion 1.x. */
    public ScaledLinear(
        double betaStart,
        double betaEnd,
        int trainTimesteps,
        boolean setAlphaToOne,
        int stepsOffset) {
      this(
          betaStart,
          betaEnd,
          trainTimesteps,
          setAlphaToOne,
          stepsOffset,
          Prediction.EPSILON,
          false,
          Spacing.LEADING);
    }

    public ScaledLinear {
      if (!(betaStart > 0 && betaStart <= betaEnd && betaEnd < 1)) {
        throw new IllegalArgumentException(
            "betas rise within (0, 1), not from " + betaStart + " to " + betaEnd);
      }
      if (trainTimesteps < 1 || stepsOffset < 0 || stepsOffset >= trainTimesteps) {
        throw new IllegalArgumentException(
            "no timesteps with offset " + stepsOffset + " of " + trainTimesteps);
      }
      if (zeroTerminalSnr && (prediction != Prediction.V_PREDICTION || trainTimesteps < 2)) {
        throw new IllegalArgumentException(
            "rescale_betas_zero_snr needs prediction_type v_prediction, since pure noise says"
                + " nothing of the film to a network that predicts the noise");
      }
    }
  }

  /** What a network predicts, under diffusers' names ({@code prediction_type}). */
  enum Prediction {
    /** The noise. */
    EPSILON("epsilon"),

    /** {@code v = sqrt(alpha_bar) * noise - sqrt(1 - alpha_bar) * film} (arXiv 2202.00512). */
    V_PREDICTION("v_prediction");

    private final String label;

    Prediction(String label) {
      this.label = label;
    }

    /** Its name in diffusers' configurations and in {@code pack.json}. */
    public String label() {
      return label;
    }
  }

  /**
   * Which training timesteps a few steps take, under diffusers' names ({@code timestep_spacing};
   * arXiv 2305.08891, table 2).
   */
  enum Spacing {
    /** Multiples of the rounded-down ratio, from the offset on: Stable Diffusion's own. */
    LEADING("leading"),

    /** From the last timestep downwards, so that the steps start from the noisiest. */
    TRAILING("trailing"),

    /** Evenly from the first timestep to the last. */
    LINSPACE("linspace");

    private final String label;

    Spacing(String label) {
      this.label = label;
    }

    /** Its name in diffusers' configurations and in {@code pack.json}. */
    public String label() {
      return label;
    }
  }
}
