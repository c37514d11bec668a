// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.readings;

import java.time.Instant;
import java.util.Objects;

/**
 * What a reader took an image for.
 *
 * @param number of the case
 * @param reader who
 * @param position the how manieth image of the reader it was, from 1 on
 * @param score from {@value #SURELY_REAL}, surely real, to {@value #SURELY_SYNTHETIC}, surely
 *     synthetic
 * @param finding what the reader saw in it, by name; empty for none
 * @param at when
 */
public record ReadingAnswer(
    int number, String reader, int position, int score, String finding, Instant at) {

  /** Lowest score. */
  public static final int SURELY_REAL = 1;

  /** Highest score. */
  public static final int SURELY_SYNTHETIC = 4;

  /** Scores above this call the image synthetic. */
  private static final int MIDDLE = 2;

  public ReadingAnswer {
    Objects.requireNonNull(reader, "reader");
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(at, "at");
    if (score < SURELY_REAL || score > SURELY_SYNTHETIC) {
      throw new IllegalArgumentException(
          "a score lies from " + SURELY_REAL + " to " + SURELY_SYNTHETIC);
    }
  }

  /** Whether the reader takes the image for synthetic. */
  public boolean callsSynthetic() {
    return score > MIDDLE;
  }
}
