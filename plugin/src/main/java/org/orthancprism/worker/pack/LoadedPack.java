// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.pack;

import java.util.List;
import java.util.Optional;
import org.orthancprism.configuration.Version;
import org.orthancprism.dicom.codec.InstalledCodec;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.models.editor.CounterfactualEditor;
import org.orthancprism.models.filmcheck.FilmCheck;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.request.CounterfactualRequest;

/**
 * A pack that is ready to edit films.
 *
 * @param pack the pack, verified
 * @param editor its editor
 * @param filmCheck what distinguishes its films from other pictures; empty where the pack has none
 */
public record LoadedPack(Pack pack, CounterfactualEditor editor, Optional<FilmCheck> filmCheck)
    implements AutoCloseable {

  /** What edits are asked for. */
  public List<EditRequest> requests(CounterfactualRequest request) throws StudyFailure {
    try {
      return EditRequests.of(request, pack.findings());
    } catch (IllegalArgumentException e) {
      throw unknown(e);
    }
  }

  /** What the name of an edit asks for, where it is about a finding. */
  public EditRequest request(String edit) throws StudyFailure {
    try {
      return EditRequest.parse(edit, pack.findings());
    } catch (IllegalArgumentException e) {
      throw unknown(e);
    }
  }

  private static StudyFailure unknown(IllegalArgumentException e) {
    return new StudyFailure("$.Prism.Edits: " + e.getMessage(), e);
  }

  /** Frees the networks. */
  @Override
  public void close() {
    filmCheck.ifPresent(FilmCheck::close);
    editor.close();
  }

  /** How results name what made them. */
  public Algorithm algorithm() {
    return new Algorithm(
        OwnObject.SOFTWARE,
        OwnObject.SOFTWARE,
        Version.current(),
        pack.name(),
        pack.version(),
        pack.digest(),
        InstalledCodec.find().name());
  }
}
