// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import org.orthancprism.models.diffusion.DdimSchedule;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.pack.NoiseSchedule;

/**
 * Edits latents by one method.
 *
 * @param method the method
 */
public record LatentEditor(EditingMethod method) {

  /** Our own settings: more steps of fresh noise add up to more change everywhere. */
  private static final int VIRTUAL_STEPS = 15;

  private static final double VIRTUAL_STRENGTH = 0.7;

  /** How often the method goes through all steps, each of which is reported. */
  public int passes() {
    return switch (method) {
      case NULL_TEXT -> 3;
      case NEGATIVE_PROMPT, DIRECT -> 2;
      case VIRTUAL, INFEDIT -> 1;
    };
  }

  /**
   * The steps that the method takes.
   *
   * @param noise the model's noise schedule
   * @param steps number of steps that the pack asks the method for
   */
  public DdimSchedule schedule(NoiseSchedule.ScaledLinear noise, int steps) {
    return switch (method) {
      case NULL_TEXT, NEGATIVE_PROMPT, DIRECT -> new DdimSchedule(noise, steps);
      case VIRTUAL ->
          new DdimSchedule(noise, Math.min(steps, VIRTUAL_STEPS)).ofStrength(VIRTUAL_STRENGTH);
      case INFEDIT -> DdimSchedule.latentConsistency(noise, steps);
    };
  }

  /**
   * Makes all edits of a film together; they share the way to the noise.
   *
   * @param editing the film and the edits
   * @param inverted called when the film's way to noise is known and the edits begin
   * @return the edits' latents (K, C, H, W), in the manager of the film's
   * @throws IllegalArgumentException for InfEdit, which controls attention otherwise
   * @throws ai.djl.engine.EngineException when the network fails
   */
  public NDArray edit(LatentEditing editing, Runnable inverted) {
    SourcePath path = path(editing);
    inverted.run();
    return Branches.run(editing, path);
  }

  /**
   * Makes all edits of a film together by InfEdit.
   *
   * @param editing the film and the edits
   * @return the edits' latents (K, C, H, W), in the manager of the film's
   * @throws ai.djl.engine.EngineException when the network fails
   */
  public static NDArray edit(UnifiedEditing editing) {
    return UnifiedBranches.run(editing);
  }

  private SourcePath path(LatentEditing editing) {
    return switch (method) {
      case NULL_TEXT -> NullTextPath.of(editing);
      case NEGATIVE_PROMPT -> new NegativePromptPath(editing, DdimInversion.of(editing));
      case DIRECT -> new DirectPath(editing, DdimInversion.of(editing));
      case VIRTUAL -> VirtualPath.of(editing);
      case INFEDIT ->
          throw new IllegalArgumentException("infedit takes a UnifiedEditing, not a LatentEditing");
    };
  }
}
