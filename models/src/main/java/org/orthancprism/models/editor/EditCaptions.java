// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.models.pack.Captions;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.Edit;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.FindingEdit;
import org.orthancprism.models.request.PromptEdit;
import org.orthancprism.models.request.Toggle;

/**
 * The captions of an edit as far as they are known before anybody has looked at a film: where the
 * pack has a classifier, the findings that this sees in the film come to both.
 *
 * @param edit name of the edit; a toggle has the captions of two edits
 * @param source caption of the film as it is; empty for a pack that takes instructions
 * @param target caption of the result, or the instruction
 */
public record EditCaptions(String edit, String source, String target) {

  public EditCaptions {
    Objects.requireNonNull(edit, "edit");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
  }

  /** The captions that a pack gives edits which are asked for together. */
  public static List<EditCaptions> of(List<? extends EditRequest> requests, Pack pack) {
    List<Edit> edits = requests.stream().map(EditCaptions::first).toList();
    List<EditCaptions> captions = new ArrayList<>();
    for (int i = 0; i < edits.size(); i++) {
      captions.add(of(edits.get(i), edits, pack));
      if (requests.get(i) instanceof Toggle toggle) {
        List<Edit> others = new ArrayList<>(edits);
        others.set(i, toggle.addition());
        captions.add(of(others.get(i), others, pack));
      }
    }
    return captions;
  }

  private static Edit first(EditRequest request) {
    return request instanceof Toggle toggle ? toggle.removal() : (Edit) request;
  }

  private static EditCaptions of(Edit edit, List<Edit> edits, Pack pack) {
    if (edit instanceof PromptEdit prompt) {
      return new EditCaptions(edit.name(), prompt.source(), prompt.target());
    }
    if (pack.manifest().captions() instanceof Captions.Description description) {
      CaptionedEdit captioned = CaptionedEdit.of(Optional.empty(), edit, edits, pack, description);
      return new EditCaptions(edit.name(), captioned.source(), captioned.target());
    }
    Captions.Instruction instruction = (Captions.Instruction) pack.manifest().captions();
    return new EditCaptions(edit.name(), "", instruction((FindingEdit) edit, instruction));
  }

  private static String instruction(FindingEdit edit, Captions.Instruction captions) {
    return switch (edit.direction()) {
      case REMOVE -> captions.remove(edit.finding());
      case ADD -> captions.add(edit.finding(), edit.placement());
    };
  }
}
