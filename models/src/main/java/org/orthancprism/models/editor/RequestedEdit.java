// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.counterfactual.Edit;
import org.orthancprism.models.counterfactual.FindingEdit;
import org.orthancprism.models.counterfactual.PromptEdit;
import org.orthancprism.models.pack.Direction;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.FindingRequest;
import org.orthancprism.models.request.PromptRequest;

/**
 * What a request comes down to for a film.
 *
 * @param edit the edit to make
 * @param otherwise for a toggle of which nobody knows whether the finding is there, the edit to
 *     make where the first one finds nothing to remove
 */
record RequestedEdit(Edit edit, Optional<FindingEdit> otherwise) {

  /**
   * Reads a request. A toggle goes by what the pack's classifier sees, where it knows the finding.
   *
   * @param request the request
   * @param pack the pack
   * @param seen what the classifier sees in the film
   * @throws EditException when the pack can't do it
   */
  static RequestedEdit of(EditRequest request, Pack pack, Optional<FindingProbabilities> seen)
      throws EditException {
    if (request instanceof PromptRequest prompts) {
      return new RequestedEdit(new PromptEdit(prompts), Optional.empty());
    }
    FindingRequest of = (FindingRequest) request;
    refuseUnfit(of, pack);
    FindingEdit remove = new FindingEdit(Direction.REMOVE, of.finding());
    FindingEdit add = new FindingEdit(Direction.ADD, of.finding());
    return switch (of.change()) {
      case REMOVE -> new RequestedEdit(remove, Optional.empty());
      case ADD -> new RequestedEdit(add, Optional.empty());
      case TOGGLE ->
          Judges.sees(seen, of.finding())
              .map(present -> new RequestedEdit(present ? remove : add, Optional.empty()))
              .orElse(new RequestedEdit(remove, Optional.of(add)));
    };
  }

  /** This edit, which found what it is about. */
  RequestedEdit taken() {
    return new RequestedEdit(edit, Optional.empty());
  }

  /** The edit to make in this one's place. */
  RequestedEdit other() {
    return new RequestedEdit(otherwise.map(Edit.class::cast).orElse(edit), Optional.empty());
  }

  private static void refuseUnfit(FindingRequest request, Pack pack) throws EditException {
    Set<Direction> able;
    try {
      able = pack.editable(request.finding()).directions();
    } catch (IllegalArgumentException e) {
      throw new EditException(e.getMessage() + ": ask for one that it has", e);
    }
    List<Direction> needed =
        switch (request.change()) {
          case REMOVE -> List.of(Direction.REMOVE);
          case ADD -> List.of(Direction.ADD);
          case TOGGLE -> List.of(Direction.REMOVE, Direction.ADD);
        };
    if (!able.containsAll(needed)) {
      throw new EditException(
          "the pack "
              + pack.name()
              + " can't do "
              + request.name()
              + ": it can only "
              + able.iterator().next().name().toLowerCase(Locale.ROOT)
              + " this finding");
    }
  }
}
