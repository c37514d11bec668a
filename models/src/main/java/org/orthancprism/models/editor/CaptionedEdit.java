// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.pack.Captions;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.Edit;
import org.orthancprism.models.request.FindingEdit;
import org.orthancprism.models.request.PromptEdit;

/**
 * An edit of a film in the words of a pack that describes films: what the film shows is said too.
 *
 * @param edit the edit
 * @param source caption of the film as it is
 * @param target caption of the result
 * @param side side of the working film in pixels
 */
record CaptionedEdit(Edit edit, String source, String target, int side) {

  /**
   * Puts edits of a film into words.
   *
   * <p>The film shows what the pack's classifier sees in it; where the pack has none, what the
   * edits are to remove from it. The result of an edit shows that without, or with, its own
   * finding: a removed finding is left out, never negated.
   *
   * @param film the film
   * @param edits the edits
   * @param pack knows the findings
   * @param captions the pack's captions
   */
  static List<CaptionedEdit> of(
      SeenFilm film, List<Edit> edits, Pack pack, Captions.Description captions) {
    return edits.stream().map(edit -> of(film.seen(), edit, edits, pack, captions)).toList();
  }

  /**
   * One of these edits.
   *
   * @param seen what the pack's classifier sees in the film
   */
  static CaptionedEdit of(
      Optional<FindingProbabilities> seen,
      Edit edit,
      List<Edit> edits,
      Pack pack,
      Captions.Description captions) {
    if (edit instanceof PromptEdit prompt) {
      return new CaptionedEdit(
          edit, prompt.source(), prompt.target(), pack.manifest().resolution());
    }
    FindingEdit own = (FindingEdit) edit;
    boolean adds = own.direction() == Direction.ADD;
    List<Finding> shown = new ArrayList<>();
    List<Finding> then = new ArrayList<>();
    for (Finding finding : pack.findings()) {
      boolean isOwn = finding.equals(own.finding());
      boolean present = !isOwn && isShown(seen, finding, edits);
      if (present || (isOwn && !adds)) {
        shown.add(finding);
      }
      if (present || (isOwn && adds)) {
        then.add(finding);
      }
    }
    return new CaptionedEdit(
        edit, captions.of(shown), captions.of(then), pack.editable(own.finding()).resolution());
  }

  private static boolean isShown(
      Optional<FindingProbabilities> seen, Finding finding, List<Edit> edits) {
    return Judges.sees(seen, finding)
        .orElse(edits.contains(new FindingEdit(Direction.REMOVE, finding)));
  }
}
