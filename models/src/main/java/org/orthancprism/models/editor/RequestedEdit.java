// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.orthancprism.models.counterfactual.Edit;
import org.orthancprism.models.counterfactual.FindingEdit;
import org.orthancprism.models.counterfactual.PromptEdit;
import org.orthancprism.models.ending.JudgedEdit;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.pack.EditableFinding;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.FindingRequest;
import org.orthancprism.models.request.PromptRequest;

/**
 * What a request comes down to for a film.
 *
 * @param edit the edit to make
 * @param toggled whether a toggle was asked for
 * @param otherwise for a toggle where the presence of the finding is unknown, the edit to make
 *     where the first one finds nothing to remove
 */
record RequestedEdit(Edit edit, boolean toggled, Optional<FindingEdit> otherwise) {

  /**
   * Reads a request. A toggle goes by what the pack's classifier sees, where it knows the finding:
   * to the likelier side where that is undecided.
   *
   * @param request the request
   * @param pack the pack
   * @param seen what the classifier sees of the finding in the film
   * @throws EditException when the pack can't do it
   */
  static RequestedEdit of(
      EditRequest request, Pack pack, Function<Finding, Optional<JudgedEdit.Seen>> seen)
      throws EditException {
    if (request instanceof PromptRequest prompts) {
      return new RequestedEdit(new PromptEdit(prompts), false, Optional.empty());
    }
    FindingRequest of = (FindingRequest) request;
    refuseUnfit(of, pack);
    FindingEdit remove = new FindingEdit(Direction.REMOVE, of.finding());
    FindingEdit add = new FindingEdit(Direction.ADD, of.finding(), of.placement());
    return switch (of.change()) {
      case REMOVE -> new RequestedEdit(remove, false, Optional.empty());
      case ADD -> new RequestedEdit(add, false, Optional.empty());
      case TOGGLE ->
          seen.apply(of.finding())
              .map(one -> new RequestedEdit(isLikely(one) ? remove : add, true, Optional.empty()))
              .orElse(new RequestedEdit(remove, true, Optional.of(add)));
    };
  }

  private static boolean isLikely(JudgedEdit.Seen seen) {
    return seen.probability() >= (seen.point().absentBelow() + seen.point().presentFrom()) / 2;
  }

  /** This edit, which found what it is about. */
  RequestedEdit taken() {
    return new RequestedEdit(edit, toggled, Optional.empty());
  }

  /** The edit to make in this one's place. */
  RequestedEdit other() {
    return new RequestedEdit(
        otherwise.map(Edit.class::cast).orElse(edit), toggled, Optional.empty());
  }

  private static void refuseUnfit(FindingRequest request, Pack pack) throws EditException {
    EditableFinding editable;
    try {
      editable = pack.editable(request.finding());
    } catch (IllegalArgumentException e) {
      throw new EditException(e.getMessage() + ": ask for one that it has", e);
    }
    List<Direction> needed =
        switch (request.change()) {
          case REMOVE -> List.of(Direction.REMOVE);
          case ADD -> List.of(Direction.ADD);
          case TOGGLE -> List.of(Direction.REMOVE, Direction.ADD);
        };
    Set<Direction> able = editable.directions();
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
    if (!editable.placements().contains(request.placement())) {
      throw new EditException(
          "the pack "
              + pack.name()
              + " can't do "
              + request.name()
              + ": ask for a size and a side that GET /prism/packs lists, or for none");
    }
  }
}
