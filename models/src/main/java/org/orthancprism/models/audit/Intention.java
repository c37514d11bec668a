// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Placement;

/**
 * What an edit is meant to do: lower the probability of a finding, or raise it.
 *
 * @param direction whether the finding is taken out or put in
 * @param finding the finding by the classifier's name
 */
public record Intention(Direction direction, String finding) {

  public Intention {
    Objects.requireNonNull(direction, "direction");
    Objects.requireNonNull(finding, "finding");
  }

  /**
   * What an edit's name says that it is meant to do, for example {@code remove-pleural-effusion}.
   *
   * @param edit the edit's name
   * @param findings the classifier's findings; case, spaces, hyphens and underscores don't matter
   * @return empty where the classifier does not know the edit's finding
   */
  public static Optional<Intention> of(String edit, List<String> findings) {
    String letters = letters(edit);
    for (Direction direction : Direction.values()) {
      String verb = letters(direction.name());
      for (String finding : findings) {
        if (placements(direction)
            .map(placement -> verb + letters(placement.before(finding, " ")))
            .anyMatch(letters::equals)) {
          return Optional.of(new Intention(direction, finding));
        }
      }
    }
    return Optional.empty();
  }

  private static Stream<Placement> placements(Direction direction) {
    return direction == Direction.ADD ? Placement.ALL.stream() : Stream.of(Placement.UNSTATED);
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** The part of a change that goes the way it is meant to. */
  double gain(double change) {
    return direction == Direction.REMOVE ? -change : change;
  }
}
