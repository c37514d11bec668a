// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.orthancprism.models.ending.JudgedEdit;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.Edit;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.FindingEdit;
import org.orthancprism.models.request.Toggle;

/**
 * The edit that a request comes down to, once the film was seen that it is made of.
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
    if (request instanceof Toggle toggle) {
      refuseUnfit(toggle, toggle.finding(), Set.of(Direction.values()), pack);
      return seen.apply(toggle.finding())
          .map(one -> isLikely(one) ? toggle.removal() : toggle.addition())
          .map(likelier -> new RequestedEdit(likelier, true, Optional.empty()))
          .orElse(new RequestedEdit(toggle.removal(), true, Optional.of(toggle.addition())));
    }
    if (request instanceof FindingEdit edit) {
      refuseUnfit(edit, edit.finding(), Set.of(edit.direction()), pack);
      refusePlacement(edit, pack);
    }
    return new RequestedEdit((Edit) request, false, Optional.empty());
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

  private static void refuseUnfit(
      EditRequest request, Finding finding, Set<Direction> needed, Pack pack) throws EditException {
    Set<Direction> able;
    try {
      able = pack.editable(finding).directions();
    } catch (IllegalArgumentException e) {
      throw new EditException(e.getMessage() + ": ask for one that it has", e);
    }
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

  private static void refusePlacement(FindingEdit edit, Pack pack) throws EditException {
    if (!pack.editable(edit.finding()).placements().contains(edit.placement())) {
      throw new EditException(
          "the pack "
              + pack.name()
              + " can't do "
              + edit.name()
              + ": ask for a size and a side that GET /prism/packs lists, or for none");
    }
  }
}
