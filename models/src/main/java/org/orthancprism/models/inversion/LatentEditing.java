// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.attention.AttentionControl;
import org.orthancprism.models.diffusion.DdimSchedule;

/**
 * One film and the edits that are made of it together, in latent space. C, H, W are the latents'
 * channels, rows and columns, L the tokens and D the width of a caption's context, K the edits.
 *
 * @param unet predicts noise
 * @param schedule the steps
 * @param latents the film's latents (1, C, H, W); they, and all that a method gives, live in their
 *     manager
 * @param source context of the film's own caption (1, L, D)
 * @param targets contexts of the edits' captions (K, L, D)
 * @param sameAsSource for each edit whether its caption is the film's own
 * @param empty context of the empty caption (1, L, D)
 * @param guidance weight of classifier-free guidance (arXiv 2207.12598); 1 is none
 * @param control how attention follows the source
 * @param masks where the film may change, if that is given
 * @param noise source of randomness, for methods that draw
 * @param afterStep called after each step; what it throws ends the edit
 */
public record LatentEditing(
    ControlledUnet unet,
    DdimSchedule schedule,
    NDArray latents,
    NDArray source,
    NDArray targets,
    List<Boolean> sameAsSource,
    NDArray empty,
    double guidance,
    AttentionControl control,
    Optional<LatentMasks> masks,
    NoiseSource noise,
    Runnable afterStep) {

  public LatentEditing {
    sameAsSource = List.copyOf(sameAsSource);
    int edits = control.edits().size();
    if (targets.getShape().get(0) != edits || sameAsSource.size() != edits || edits == 0) {
      throw new IllegalArgumentException("there is one caption and one control for each edit");
    }
    if (!(guidance >= 0 && guidance < 100)) {
      throw new IllegalArgumentException("guidance lies in [0, 100), not " + guidance);
    }
  }

  /** Number of edits. */
  public int edits() {
    return control.edits().size();
  }

  /** Whether noise is predicted without the edits' captions too. */
  boolean isGuided() {
    return guidance != 1;
  }
}
