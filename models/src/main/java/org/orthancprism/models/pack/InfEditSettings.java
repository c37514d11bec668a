// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.List;
import java.util.Objects;
import org.orthancprism.models.attention.UnifiedSchedule;

/**
 * How a pack edits by InfEdit (arXiv 2312.04965), whose steps and guidance are those of a latent
 * consistency model and not the pack's {@code sampling}.
 *
 * @param steps number of steps, 1 to 50
 * @param guidance weight of the edits' classifier-free guidance, in [1, 100); 1 is none
 * @param sourceGuidance that of the source, in [1, 100)
 * @param attention when attention is controlled
 * @param mutualWords words that an edit leaves as they are in the film, where both captions have
 *     them
 */
public record InfEditSettings(
    int steps,
    double guidance,
    double sourceGuidance,
    UnifiedSchedule attention,
    List<String> mutualWords) {

  /** Those that the authors publish for PIE-Bench. */
  public static final InfEditSettings DEFAULT =
      new InfEditSettings(12, 2.3, 1, new UnifiedSchedule(0.7, 0.7, 0.55, 0.6), List.of());

  private static final int MOST_STEPS = 50;

  public InfEditSettings {
    Objects.requireNonNull(attention, "attention");
    mutualWords = List.copyOf(mutualWords);
    if (steps < 1 || steps > MOST_STEPS) {
      throw new IllegalArgumentException("steps lies in 1 to " + MOST_STEPS + ", not " + steps);
    }
    refuseNoGuidance("guidance", guidance);
    refuseNoGuidance("sourceGuidance", sourceGuidance);
  }

  private static void refuseNoGuidance(String name, double value) {
    if (!(value >= 1 && value < 100)) {
      throw new IllegalArgumentException(name + " lies in [1, 100), not " + value);
    }
  }
}
