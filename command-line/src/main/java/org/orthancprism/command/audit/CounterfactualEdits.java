// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.util.List;
import java.util.Optional;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.editor.CounterfactualEditor;
import org.orthancprism.models.editor.CounterfactualEditors;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;

/** Edits by a pack's editor. */
final class CounterfactualEdits implements FilmEdits {

  private final CounterfactualEditor editor;

  private CounterfactualEdits(CounterfactualEditor editor) {
    this.editor = editor;
  }

  /**
   * Opens a pack's editor.
   *
   * @throws PackException when its networks can't be read or don't fit each other
   */
  static FilmEdits open(Pack pack) throws PackException {
    return new CounterfactualEdits(CounterfactualEditors.open(pack));
  }

  @Override
  public List<Made> edit(Film film, List<EditRequest> requests, long seed, Progress progress)
      throws EditException {
    return editor.edit(film, requests, EditOptions.seeded(seed), progress).stream()
        .map(CounterfactualEdits::made)
        .toList();
  }

  private static Made made(Counterfactual made) {
    return new Made(
        made.edit().name(),
        made.parameters().method(),
        made.film(),
        made.mask(),
        made.outcome().ending());
  }

  @Override
  public Optional<Film> roundTrip(Film film) throws EditException {
    return editor.roundTrip(film);
  }

  @Override
  public void close() {
    editor.close();
  }
}
