// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

/** Kind of editor that a pack is made for. */
public enum EditorKind {
  /**
   * A text-conditioned diffusion model that also sees the source film and predicts a change mask
   * (after InstructPix2Pix, arXiv 2211.09800).
   */
  IMAGE_CONDITIONED("image-conditioned"),

  /**
   * A latent diffusion model that inverts the film and regenerates it under another caption (DDIM
   * inversion, arXiv 2010.02502; PRISM, arXiv 2503.00196).
   */
  INVERSION("inversion");

  private final String label;

  EditorKind(String label) {
    this.label = label;
  }

  /** The kind's name in {@code pack.json}. */
  public String label() {
    return label;
  }
}
