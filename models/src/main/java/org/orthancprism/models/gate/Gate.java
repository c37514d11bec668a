// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.gate;

/**
 * What an edited film must pass to count as a counterfactual. The thresholds of CLIP's scores are
 * PRISM's (arXiv 2503.00196 and its code).
 */
public enum Gate {
  /**
   * The film stays the same outside of the change: structural similarity (Wang et al. 2004, doi
   * 10.1109/TIP.2003.819861) there.
   */
  IDENTITY("identity", 0.9),

  /** The classifier sees what was asked for: its probability of that. */
  CLASSIFIER("classifier", 0.5),

  /** Similarity of the edited film and its source. */
  CLIP_IMAGE("CLIP image", 0.6),

  /** Similarity of the source and its caption. */
  CLIP_SOURCE_TEXT("CLIP source caption", 0.1),

  /** Similarity of the edited film and the target caption. */
  CLIP_TARGET_TEXT("CLIP target caption", 0.1),

  /** Similarity of the step between the films and the step between the captions. */
  CLIP_DIRECTION("CLIP direction", -0.5);

  private final String label;
  private final double threshold;

  Gate(String label, double threshold) {
    this.label = label;
    this.threshold = threshold;
  }

  /** The gate's name for a reader. */
  public String label() {
    return label;
  }

  /** What a candidate's value must reach. */
  public double threshold() {
    return threshold;
  }

  /** What the gate says of a value. */
  Verdict of(double value) {
    return new Verdict(this, value, value >= threshold);
  }
}
