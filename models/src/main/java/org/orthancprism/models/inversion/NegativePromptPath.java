// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.orthancprism.models.diffusion.Step;

/**
 * Negative-prompt inversion (arXiv 2305.16807, section 4): the film's own caption takes the place
 * of the unconditional context, so that guidance leaves the source's noise as it is.
 */
record NegativePromptPath(LatentEditing editing, DdimInversion inversion) implements SourcePath {

  @Override
  public NDArray start() {
    return inversion.noise();
  }

  @Override
  public NDArray unconditional(int step) {
    return editing.source();
  }

  @Override
  public boolean takesNoise() {
    return true;
  }

  @Override
  public Latents next(
      int step,
      NDArray source,
      NDArray targets,
      Optional<NDArray> sourceNoise,
      NDArray targetNoise) {
    Step ddim = editing.schedule().denoising().get(step);
    return new Latents(
        ddim.apply(source, sourceNoise.orElseThrow()), ddim.apply(targets, targetNoise));
  }
}
