// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.util.ArrayList;
import java.util.List;
import org.orthancprism.configuration.Version;
import org.orthancprism.dicom.result.Algorithm;
import org.orthancprism.models.editor.CounterfactualEditor;
import org.orthancprism.models.editor.EditRequest;
import org.orthancprism.models.pack.Pack;

/**
 * A pack that is ready to edit films.
 *
 * @param pack the pack, verified
 * @param editor its editor
 */
record LoadedPack(Pack pack, CounterfactualEditor editor) {

  /** What edits are asked for, by their names. */
  List<EditRequest> requests(List<String> names) throws StudyFailure {
    List<EditRequest> requests = new ArrayList<>();
    for (String name : names) {
      try {
        requests.add(EditRequest.parse(name, pack.findings()));
      } catch (IllegalArgumentException e) {
        throw new StudyFailure("$.Prism.Edits: " + e.getMessage(), e);
      }
    }
    return requests;
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
