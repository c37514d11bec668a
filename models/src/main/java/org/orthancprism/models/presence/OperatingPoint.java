// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.presence;

import java.util.Objects;
import java.util.Optional;

/**
 * From where a classifier's word counts for one of its labels: below the one point the finding is
 * absent, from the other on it is present, and between them the classifier does not know.
 *
 * @param label one of the classifier's labels, whatever its case, spaces and underscores
 * @param view the view that the points were measured on; empty for every view without its own
 * @param absentBelow probability below which the finding is absent, in [0, 1]
 * @param presentFrom probability from which on it is present, in [0, 1], not below the other
 */
public record OperatingPoint(
    String label, Optional<FilmView> view, double absentBelow, double presentFrom) {

  public OperatingPoint {
    Objects.requireNonNull(view, "view");
    if (label.isBlank()) {
      throw new IllegalArgumentException("an operating point names a label");
    }
    if (!(absentBelow >= 0 && absentBelow <= presentFrom && presentFrom <= 1)) {
      throw new IllegalArgumentException(
          "an operating point's absentBelow and presentFrom rise from 0 to 1, not "
              + absentBelow
              + " and "
              + presentFrom
              + " of "
              + label);
    }
  }

  /** The points of a label that has none: as likely as not. */
  public static OperatingPoint asLikelyAsNot(String label) {
    return new OperatingPoint(label, Optional.empty(), 0.5, 0.5);
  }

  /** What a probability means. */
  public Presence presence(double probability) {
    if (probability >= presentFrom) {
      return Presence.PRESENT;
    }
    return probability < absentBelow ? Presence.ABSENT : Presence.UNDECIDED;
  }
}
