// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import org.orthancprism.models.diffusion.DdimSchedule;
import org.orthancprism.models.pack.NoiseSchedule;

/** The ways to edit a film with a latent diffusion model, by their names in packs and requests. */
public enum EditingMethod {
  /** Null-text inversion (Mokady et al., arXiv 2211.09794), which PRISM uses. */
  NULL_TEXT("null-text") {
    @Override
    SourcePath path(LatentEditing editing) {
      return NullTextPath.of(editing);
    }

    @Override
    public int passes() {
      return 3;
    }
  },

  /** Negative-prompt inversion (Miyake et al., arXiv 2305.16807). */
  NEGATIVE_PROMPT("negative-prompt") {
    @Override
    SourcePath path(LatentEditing editing) {
      return new NegativePromptPath(editing, DdimInversion.of(editing));
    }

    @Override
    public int passes() {
      return 2;
    }
  },

  /** Direct Inversion, also PnP Inversion (Ju et al., arXiv 2310.01506). */
  DIRECT("direct") {
    @Override
    SourcePath path(LatentEditing editing) {
      return new DirectPath(editing, DdimInversion.of(editing));
    }

    @Override
    public int passes() {
      return 2;
    }
  },

  /** InfEdit's virtual inversion (Xu et al., arXiv 2312.04965), which inverts nothing. */
  VIRTUAL("virtual") {
    @Override
    SourcePath path(LatentEditing editing) {
      return VirtualPath.of(editing);
    }

    @Override
    public DdimSchedule schedule(NoiseSchedule.ScaledLinear noise, int steps) {
      return new DdimSchedule(noise, Math.min(steps, VIRTUAL_STEPS)).ofStrength(VIRTUAL_STRENGTH);
    }

    @Override
    public int passes() {
      return 1;
    }
  };

  /** InfEdit's published settings: more steps of fresh noise add up to more change everywhere. */
  private static final int VIRTUAL_STEPS = 15;

  private static final double VIRTUAL_STRENGTH = 0.7;

  private final String label;

  EditingMethod(String label) {
    this.label = label;
  }

  /** The method's name. */
  public String label() {
    return label;
  }

  /** How often the method goes through all steps, each of which is reported. */
  public abstract int passes();

  /**
   * The steps that the method takes.
   *
   * @param noise the model's noise schedule
   * @param steps number of steps that the pack asks for
   */
  public DdimSchedule schedule(NoiseSchedule.ScaledLinear noise, int steps) {
    return new DdimSchedule(noise, steps);
  }

  abstract SourcePath path(LatentEditing editing);

  /**
   * Makes all edits of a film together; they share the way to the noise.
   *
   * @param editing the film and the edits
   * @param inverted called when the film's way to noise is known and the edits begin
   * @return the edits' latents (K, C, H, W), in the manager of the film's
   * @throws ai.djl.engine.EngineException when the network fails
   */
  public NDArray edit(LatentEditing editing, Runnable inverted) {
    SourcePath path = path(editing);
    inverted.run();
    return Branches.run(editing, path);
  }

  /**
   * The method of a name.
   *
   * @throws IllegalArgumentException when there is none; its message names those there are
   */
  public static EditingMethod parse(String label) {
    StringBuilder known = new StringBuilder();
    for (EditingMethod method : values()) {
      if (method.label.equals(label)) {
        return method;
      }
      known.append(known.isEmpty() ? "" : ", ").append(method.label);
    }
    throw new IllegalArgumentException(
        "no editing method is called '" + label + "'; there are: " + known);
  }
}
