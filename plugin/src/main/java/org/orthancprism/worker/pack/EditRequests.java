// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.PromptEdit;
import org.orthancprism.request.CaptionPair;
import org.orthancprism.request.CounterfactualRequest;

/** What a user asks for, as an editor is asked for it. */
final class EditRequests {

  private EditRequests() {}

  /**
   * The edits: by captions where they are given, or else by the findings' own. An edit is about a
   * finding of the pack also where captions describe it in other words, unless they alone describe
   * it.
   *
   * @param findings the findings that the pack knows
   * @throws IllegalArgumentException when an edit is about none of them; its message names those
   *     that there are
   */
  static List<EditRequest> of(CounterfactualRequest request, Iterable<Finding> findings) {
    Optional<CaptionPair> captions = request.choices().captions();
    List<EditRequest> edits = new ArrayList<>();
    for (String name : request.edits()) {
      if (request.isPrompted()) {
        edits.add(prompt(name, captions.orElseThrow()));
      } else {
        EditRequest asked = EditRequest.parse(name, findings);
        edits.add(captions.map(given -> prompt(name, given)).orElse(asked));
      }
    }
    return edits;
  }

  private static EditRequest prompt(String name, CaptionPair captions) {
    return new PromptEdit(name, captions.source(), captions.target());
  }
}
