// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

/**
 * When unified attention control acts, and from where on a word looks (InfEdit, arXiv 2312.04965,
 * section 4).
 *
 * @param crossReplace share of the steps up to the last in which cross-attention follows the
 *     source, in [0, 1]
 * @param selfReplace share of the steps before the first in which the layout's self-attention is
 *     mutual; until then the edit's follows the source; in [0, 1]
 * @param localThreshold share of its greatest value from which a local word's map counts, in [0, 1]
 * @param mutualThreshold the same for mutual words
 */
public record UnifiedSchedule(
    double crossReplace, double selfReplace, double localThreshold, double mutualThreshold) {

  public UnifiedSchedule {
    refuseNoShare("crossReplace", crossReplace);
    refuseNoShare("selfReplace", selfReplace);
    refuseNoShare("localThreshold", localThreshold);
    refuseNoShare("mutualThreshold", mutualThreshold);
  }

  private static void refuseNoShare(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " lies in [0, 1], not " + value);
    }
  }

  /** Whether cross-attention follows the source in a step, from 0. */
  boolean replacesCross(int step, int steps) {
    return crossReplace >= (step + 1.0) / steps;
  }

  /** Whether self-attention is mutual in a step, from 0. */
  boolean isMutual(int step, int steps) {
    return selfReplace <= (step + 1.0) / steps;
  }
}
