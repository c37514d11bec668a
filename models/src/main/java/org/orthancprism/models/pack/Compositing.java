// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

/** How an edit made at working resolution is brought into a film at its native resolution. */
public enum Compositing {
  /**
   * The counterfactual takes the source's place inside the mask and gets the film's own grain, so
   * that nothing of a wire's sharp edges stays.
   */
  REPLACEMENT("replacement"),

  /** The change is added to the source, so that native detail below a soft finding stays. */
  RESIDUAL("residual"),

  /**
   * The same, but density that is added hides the fine anatomy beneath, as fluid does that takes
   * the place of air.
   */
  OBSCURING("obscuring");

  private final String label;

  Compositing(String label) {
    this.label = label;
  }

  /** Whether what changes has no sharp edges of its own, so that native detail stays. */
  public boolean isSoft() {
    return this != REPLACEMENT;
  }

  /** The name in {@code pack.json}. */
  public String label() {
    return label;
  }
}
