// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import java.util.List;
import java.util.Optional;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.filmcheck.FilmCheck;
import org.orthancprism.models.filmcheck.FilmKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weighs what a film's header leaves open against what the pack's film check sees in its pixels.
 * The check never makes a film of what the header denies: such an instance is not decoded at all.
 */
final class FilmCheckRule {

  private static final Logger LOG = LoggerFactory.getLogger(FilmCheckRule.class);

  private FilmCheckRule() {}

  /**
   * Asks a film check.
   *
   * @param pixels the film as the editor gets it
   * @return why the film is passed over; empty if it is edited
   */
  static Optional<String> objection(FilmCheck check, SourceFilm film, Film pixels) {
    FilmKind kind = check.check(Plane.of(pixels));
    if (!kind.passes()) {
      LOG.warn(
          "Instance {}: the pack's film check takes its pixels for \"{}\"",
          film.sopInstanceUid(),
          kind.label());
    }
    return reason(film.assumptions(), kind);
  }

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
