// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.util.ArrayList;
import java.util.List;
import org.orthancprism.configuration.Version;
import org.orthancprism.dicom.result.Algorithm;
import org.orthancprism.models.editor.CounterfactualEditor;
import org.orthancprism.models.editor.EditRequest;
import org.orthancprism.models.editor.FindingRequest;
import org.orthancprism.models.editor.PromptRequest;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.queue.Captions;
import org.orthancprism.queue.CounterfactualRequest;

/**
 * A pack that is ready to edit films.
 *
 * @param pack the pack, verified
 * @param editor its editor
 */
record LoadedPack(Pack pack, CounterfactualEditor editor) {

  /** What edits are asked for: by captions where they are given, or else by the findings' own. */
  List<EditRequest> requests(CounterfactualRequest wish) throws StudyFailure {
    List<EditRequest> requests = new ArrayList<>();
    for (String name : wish.edits()) {
      requests.add(wish.isPrompted() ? prompt(name, wish) : asked(name, wish));
    }
    return requests;
  }

  /** An edit that is about a finding, also where captions tell it in other words. */
  private EditRequest asked(String name, CounterfactualRequest wish) throws StudyFailure {
    FindingRequest request = finding(name);
    return wish.choices().captions().isPresent() ? prompt(name, wish) : request;
  }

  private static EditRequest prompt(String name, CounterfactualRequest wish) {
    Captions captions = wish.choices().captions().orElseThrow();
    return new PromptRequest(name, captions.source(), captions.target());
  }

  /** The finding that an edit is about, and what is done with it. */
  FindingRequest finding(String edit) throws StudyFailure {
    try {
      return EditRequest.parse(edit, pack.findings());
    } catch (IllegalArgumentException e) {
      throw new StudyFailure("$.Prism.Edits: " + e.getMessage(), e);
    }
  }

  /** How results name what made them. */
  Algorithm algorithm() {
    return new Algorithm(
        "orthanc-prism",
        "orthanc-prism",
        Version.current(),
        pack.name(),
        pack.version(),
        pack.digest());
  }
}
