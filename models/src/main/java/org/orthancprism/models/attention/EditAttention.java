// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

import java.util.Objects;
import java.util.Set;

/**
 * How one edited film's attention follows its source's (prompt-to-prompt, arXiv 2208.01626).
 *
 * @param alignment which target token corresponds to which source token
 * @param weights one for each target token, what its map is multiplied by (section 3.2, attention
 *     re-weighting); 1 leaves it
 * @param crossReplace share of the steps, from the first on, in which cross-attention is replaced,
 *     in [0, 1]
 * @param selfReplace the steps in which self-attention is replaced
 * @param sourceWords places of the source caption's tokens that the edit is about, for local blend
 * @param targetWords places of the target caption's tokens that the edit is about
 */
// See TokenAlignment.
@SuppressWarnings("ArrayRecordComponent")
public record EditAttention(
    TokenAlignment alignment,
    float[] weights,
    double crossReplace,
    StepRange selfReplace,
    Set<Integer> sourceWords,
    Set<Integer> targetWords) {

  public EditAttention {
    Objects.requireNonNull(alignment, "alignment");
    if (weights.length != alignment.length()) {
      throw new IllegalArgumentException("there is one weight for each token");
    }
    Objects.requireNonNull(selfReplace, "selfReplace");
    if (!(crossReplace >= 0 && crossReplace <= 1)) {
      throw new IllegalArgumentException(
          "a share of the steps lies in [0, 1], not " + crossReplace);
    }
    sourceWords = Set.copyOf(sourceWords);
    targetWords = Set.copyOf(targetWords);
  }

  /** Number of first steps whose cross-attention is replaced, counted as the paper's code does. */
  int crossSteps(int steps) {
    return (int) (crossReplace * (steps + 1));
  }

  /** Whether any attention follows the source's in a step, from 0. */
  boolean follows(int step, int steps) {
    return step < crossSteps(steps) || selfReplace.contains(step, steps);
  }
}
