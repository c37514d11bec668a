// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.gate;

import java.util.OptionalDouble;

/**
 * What an edited film must pass to count as a counterfactual. The thresholds of CLIP's scores are
 * PRISM's (arXiv 2503.00196 and its code); the limits of place, amount and side effects are the
 * pack's.
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
  CLIP_DIRECTION("CLIP direction", -0.5),

  /** The change lies within the thorax: the share of it that does not. */
  PLACE("place"),

  /** No more changes than such an edit plausibly changes: the share of the film that does. */
  AMOUNT("amount"),

  /** Other findings stay: the greatest move of another finding's probability. */
  SIDE_EFFECTS("side effects");

  private final String label;
  private final OptionalDouble threshold;

  Gate(String label, double threshold) {
    this.label = label;
    this.threshold = OptionalDouble.of(threshold);
  }

  Gate(String label) {
    this.label = label;
    this.threshold = OptionalDouble.empty();
  }

  /** The gate's name for a reader. */
  public String label() {
    return label;
  }

  /** Whether a value may be a threshold at most; others must reach theirs. */
  public boolean isLimit() {
    return threshold.isEmpty();
  }

  /** What the gate says of a value that must reach the gate's own threshold. */
  GateResult of(double value) {
    double least = threshold.orElseThrow();
    return new GateResult(this, value, least, value >= least);
  }

  /**
   * What the gate says of a value that may be so much at most.
   *
   * @param most the pack's limit
   */
  public GateResult atMost(double value, double most) {
    if (!isLimit()) {
      throw new IllegalArgumentException("the gate " + label + " has a threshold of its own");
    }
    return new GateResult(this, value, most, value <= most);
  }
}
