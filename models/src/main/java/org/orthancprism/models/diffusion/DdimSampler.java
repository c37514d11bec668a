// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.List;

/** Takes latents through deterministic steps, from noise to film or back. */
public final class DdimSampler {

  private DdimSampler() {}

  /** Predicts the noise in latents. */
  @FunctionalInterface
  public interface NoisePredictor {

    /**
     * Predicts the noise.
     *
     * @param latents the latents
     * @param timestep training timestep
     * @return the noise, of the latents' shape
     */
    NDArray predict(NDArray latents, int timestep);
  }

  /**
   * Takes all steps. Native memory stays flat: each step's tensors are freed, but for its result.
   *
   * @param start latents to start from; closed when the first step is done
   * @param steps the steps in order
   * @param predictor predicts the noise at each step
   * @param afterStep called after each step; what it throws ends the run
   * @return latents after the last step, attached to the start's manager
   */
  public static NDArray run(
      NDArray start, List<Step> steps, NoisePredictor predictor, Runnable afterStep) {
    NDArray current = start;
    for (Step step : steps) {
      NDArray next;
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        next = step.apply(current, predictor.predict(current, step.timestep()));
        NDScope.unregister(next);
      }
      current.close();
      current = next;
      afterStep.run();
    }
    return current;
  }
}
