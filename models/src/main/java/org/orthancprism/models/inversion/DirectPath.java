// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * Direct Inversion (arXiv 2310.01506, algorithm 1): after each step the source's branch is set back
 * by its offset from the station that the inversion passed, which is to set it to that station; the
 * edits' branches are left alone. The source's unconditional noise, which the offset would cancel,
 * need not be predicted.
 */
record DirectPath(LatentEditing editing, DdimInversion inversion) implements SourcePath {

  @Override
  public NDArray start() {
    return inversion.noise();
  }

  @Override
  public NDArray unconditional(int step) {
    return editing.empty();
  }

  @Override
  public boolean takesNoise() {
    return false;
  }

  @Override
  public Latents next(
      int step,
      NDArray source,
      NDArray targets,
      Optional<NDArray> sourceNoise,
      NDArray targetNoise) {
    return new Latents(
        inversion.after(step),
        editing.schedule().denoising().get(step).apply(targets, targetNoise));
  }
}
