// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

/**
 * The sampling steps in which something is done, as shares of all of them; prompt-to-prompt's code
 * takes the range of self-attention's replacement so (arXiv 2208.01626, section 3.2, "attention
 * injection", there from the first step on).
 *
 * @param begin share of the steps before the first, in [0, 1]
 * @param end share of the steps up to the last, in [begin, 1]
 */
public record StepRange(double begin, double end) {

  public StepRange {
    if (!(begin >= 0 && begin <= end && end <= 1)) {
      throw new IllegalArgumentException(
          "a range of steps begins and ends in [0, 1], in this order, not at "
              + begin
              + " and "
              + end);
    }
  }

  /** From the first step on. */
  public static StepRange upTo(double end) {
    return new StepRange(0, end);
  }

  /**
   * Whether a step lies in the range, counted as the paper's code does.
   *
   * @param step index of the step, from 0
   * @param steps number of all steps
   */
  public boolean contains(int step, int steps) {
    return step >= (int) (begin * steps) && step < (int) (end * steps);
  }
}
