// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.request.EditRequest;

/** Makes edits of films. */
interface FilmEdits extends AutoCloseable {

  /**
   * An edit that was made.
   *
   * @param edit name of the edit; for a toggle, with the direction it took
   * @param method name of the editing method
   * @param film the counterfactual
   * @param mask where it may differ from the film
   * @param ending how it ended
   */
  record Made(String edit, String method, Film film, ChangeMask mask, Ending ending) {
    public Made {
      Objects.requireNonNull(edit, "edit");
      Objects.requireNonNull(method, "method");
      Objects.requireNonNull(film, "film");
      Objects.requireNonNull(mask, "mask");
      Objects.requireNonNull(ending, "ending");
    }
  }

  /**
   * Makes the edits of one film.
   *
   * @return one for each request, in their order
   * @throws EditException when the film can't be edited or the engine fails
   */
  List<Made> edit(Film film, List<EditRequest> requests, long seed, Progress progress)
      throws EditException;

  /**
   * The film after the autoencoder of the pack alone, of the same size.
   *
   * @return empty where the pack has no autoencoder
   * @throws EditException when the film does not fit it or the engine fails
   */
  Optional<Film> roundTrip(Film film) throws EditException;

  @Override
  void close();
}
