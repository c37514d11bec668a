// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * A finding and what a pack can do with it.
 *
 * @param finding the finding
 * @param directions what the pack can do with it: remove, add or both
 * @param resolution length in pixels of the film's long side at which the network works
 * @param compositing how the change is brought to native resolution
 * @param presentFrom share of the film that its removal must change for the finding to count as
 *     present, in [0, 1]; below it a toggle adds the finding
 * @param certainFrom probability of a change, in [0.5, 1], that each connected part of a predicted
 *     change mask must reach somewhere to count
 */
public record EditableFinding(
    Finding finding,
    Set<Direction> directions,
    int resolution,
    Compositing compositing,
    double presentFrom,
    double certainFrom) {

  /** The {@code certainFrom} of a finding whose mask counts as it is. */
  public static final double AS_LIKELY_AS_NOT = 0.5;

  public EditableFinding {
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(compositing, "compositing");
    if (directions.isEmpty()) {
      throw new IllegalArgumentException("a finding has at least one direction");
    }
    if (resolution < 32) {
      throw new IllegalArgumentException("a working resolution is at least 32, not " + resolution);
    }
    if (!(presentFrom >= 0 && presentFrom <= 1)) {
      throw new IllegalArgumentException("a share of a film lies in [0, 1], not " + presentFrom);
    }
    if (!(certainFrom >= AS_LIKELY_AS_NOT && certainFrom <= 1)) {
      throw new IllegalArgumentException("a certainty lies in [0.5, 1], not " + certainFrom);
    }
    directions = Set.copyOf(EnumSet.copyOf(directions));
  }
}
