// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import java.util.Optional;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.gate.Gate;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.task.FilmSelection.EndedEdit;

/** Puts what an editor knows of a counterfactual into the terms of the queue's records. */
final class EditRecord {

  private EditRecord() {}

  /**
   * How an edit ended. An undecided toggle went neither way, unless somebody is shown the likelier
   * one.
   *
   * @param request what was asked for
   * @param stored whether its image is stored
   */
  static EndedEdit ended(EditRequest request, Counterfactual made, boolean stored) {
    Ending ending = made.outcome().ending();
    boolean went = stored || ending.kind() != Ending.Kind.UNDECIDED;
    return new EndedEdit(
        went ? made.edit().name() : request.name(),
        ending.kind(),
        stored,
        ending.failed().stream().map(Gate::label).toList(),
        ending.reason());
  }

  /** What the pack's classifier saw before and after; empty where the pack has none. */
  static Optional<FilmEffect> effect(SourceFilm film, Counterfactual made) {
    Optional<FindingProbabilities> before = made.outcome().before();
    Optional<FindingProbabilities> after = made.outcome().after();
    return before.isEmpty() || after.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FilmEffect(
                film.instance().id(),
                made.edit().name(),
                before.get().byFinding(),
                after.get().byFinding()));
  }
}
