// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.attention.UnifiedControl;
import org.orthancprism.models.diffusion.DdimSchedule;

/**
 * One film and the edits that InfEdit makes of it together, in latent space; see {@link
 * LatentEditing} for what has the same name there.
 *
 * @param unet predicts noise
 * @param schedule the steps
 * @param latents the film's latents (1, C, H, W); all that is given lives in their manager
 * @param source context of the film's own caption (1, L, D)
 * @param targets contexts of the edits' captions (K, L, D)
 * @param sameAsSource for each edit whether its caption is the film's own
 * @param empty context of the empty caption (1, L, D)
 * @param guidance weights of classifier-free guidance
 * @param control how attention follows the source
 * @param masks where the film may change, if that is given
 * @param noise source of randomness
 * @param afterStep called after each step; what it throws ends the edit
 */
public record UnifiedEditing(
    ControlledUnet unet,
    DdimSchedule schedule,
    NDArray latents,
    NDArray source,
    NDArray targets,
    List<Boolean> sameAsSource,
    NDArray empty,
    Guidance guidance,
    UnifiedControl control,
    Optional<LatentMasks> masks,
    NoiseSource noise,
    Runnable afterStep) {

  public UnifiedEditing {
    sameAsSource = List.copyOf(sameAsSource);
    int edits = control.edits().size();
    if (targets.getShape().get(0) != edits || sameAsSource.size() != edits) {
      throw new IllegalArgumentException("there is one caption and one control for each edit");
    }
    if (control.steps() != schedule.count()) {
      throw new IllegalArgumentException("the control is made for other steps");
    }
  }

  /**
   * Weights of classifier-free guidance (arXiv 2207.12598); 1 is none.
   *
   * @param target that of the edits
   * @param source that of the source and of the layouts
   */
  public record Guidance(double target, double source) {

    public Guidance {
      if (!(target >= 0 && target < 100 && source >= 0 && source < 100)) {
        throw new IllegalArgumentException(
            "guidance lies in [0, 100), not " + target + " and " + source);
      }
    }
  }

  /** Number of edits. */
  public int edits() {
    return control.edits().size();
  }
}
