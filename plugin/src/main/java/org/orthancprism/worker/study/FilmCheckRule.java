// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.List;
import java.util.Optional;
import org.orthancprism.models.filmcheck.FilmKind;

/**
 * Weighs what a film's header leaves open against what the pack's film check sees in its pixels.
 * The check never makes a film of what the header denies: such an instance is not decoded at all.
 */
final class FilmCheckRule {

  private FilmCheckRule() {}

  /**
   * Decides about a film.
   *
   * @param assumptions what the header leaves open, one line each
   * @param kind what the film check takes the pixels for
   * @return why the film is passed over; empty if it is edited
   */
  static Optional<String> reason(List<String> assumptions, FilmKind kind) {
    return kind.passes() || assumptions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "its header leaves open what it shows ("
                + String.join("; ", assumptions)
                + "), and the pack's film check takes its pixels for \""
                + kind.label()
                + "\"");
  }
}
