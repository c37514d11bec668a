// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.util.List;
import java.util.Optional;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.request.EditRequest;

/** Edits that darken the upper left corner, where {@link CornerModel} sees devices. */
final class CornerEdits implements FilmEdits {

  /** How many were made. */
  int made;

  @Override
  public List<Made> edit(Film film, List<EditRequest> requests, long seed, Progress progress) {
    made += requests.size();
    return requests.stream()
        .map(request -> CornerModel.darkened(film, request.name(), new Ending.Made("the only one")))
        .toList();
  }

  @Override
  public Optional<Film> roundTrip(Film film) {
    return Optional.of(film);
  }

  @Override
  public void close() {}
}
