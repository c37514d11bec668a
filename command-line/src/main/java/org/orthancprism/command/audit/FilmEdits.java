// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.request.EditRequest;

/** Makes edits of films and judges them. */
public interface FilmEdits extends AutoCloseable {

  /**
   * An edit, judged.
   *
   * @param edit name of the edit that was made; for a toggle, with the direction it took
   * @param method name of the editing method
   * @param before probability of each finding in the film, in [0, 1]
   * @param after probability of each finding in the counterfactual, in [0, 1]
   * @param ending how it ended
   */
  record Judged(
      String edit,
      String method,
      Map<String, Double> before,
      Map<String, Double> after,
      Ending ending) {
    public Judged {
      Objects.requireNonNull(edit, "edit");
      Objects.requireNonNull(method, "method");
      Objects.requireNonNull(ending, "ending");
    }
  }

  /**
   * Makes the edits of one film.
   *
   * @return one for each request, in their order
   * @throws EditException when the film can't be edited or the engine fails
   */
  List<Judged> edit(Film film, List<EditRequest> requests, long seed, Progress progress)
      throws EditException;

  @Override
  void close();
}
