// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * The way that a method leads the source's latents from noise to the film, beside which the edits
 * are led. This is all in which the methods differ.
 */
interface SourcePath {

  /** The source's latents before the first step (1, C, H, W), where the edits begin too. */
  NDArray start();

  /** The unconditional context of a step (1, L, D). */
  NDArray unconditional(int step);

  /**
   * Whether a step takes the source's predicted noise. Where it does not, and no edit's attention
   * follows the source's, the source is not evaluated.
   */
  boolean takesNoise();

  /**
   * Takes a step.
   *
   * @param step index of the step, from 0
   * @param source the source's latents before it (1, C, H, W)
   * @param targets the edits' latents before it (K, C, H, W)
   * @param sourceNoise predicted noise of the source (1, C, H, W), there wherever the path takes it
   * @param targetNoise predicted, guided noise of the edits (K, C, H, W)
   */
  Latents next(
      int step,
      NDArray source,
      NDArray targets,
      Optional<NDArray> sourceNoise,
      NDArray targetNoise);

  /**
   * Latents of all branches.
   *
   * @param source the source's (1, C, H, W)
   * @param targets the edits' (K, C, H, W)
   */
  record Latents(NDArray source, NDArray targets) {}
}
