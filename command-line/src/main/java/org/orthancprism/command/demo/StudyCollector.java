// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.command.demo.StudyResult.EditedFilm;
import org.orthancprism.command.demo.StudyResult.Stored;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;

/**
 * Asks Orthanc for every object that must be there when a study is done. Their UIDs depend on
 * source, edit and pack alone, so that they are known without asking the plugin.
 */
final class StudyCollector {

  private final OrthancClient orthanc;
  private final String packDigest;
  private final List<String> edits;

  StudyCollector(OrthancClient orthanc, String packDigest, List<String> edits) {
    this.orthanc = orthanc;
    this.packDigest = packDigest;
    this.edits = List.copyOf(edits);
  }

  /**
   * Fetches the films of a study and what was made of them.
   *
   * @param filmUids SOP Instance UIDs of its eligible films, at least one
   * @throws DemoException when an object is missing; the message names it
   */
  StudyResult collect(String studyInstanceUid, List<String> filmUids)
      throws DemoException, OrthancRestException {
    List<EditedFilm> films = new ArrayList<>();
    for (String filmUid : filmUids) {
      Stored source = fetch(filmUid, Optional.empty(), "the film");
      List<Stored> counterfactuals = new ArrayList<>();
      List<Stored> differences = new ArrayList<>();
      for (String edit : edits) {
        String what = edit + " of the film " + filmUid;
        String uid = DerivedUid.counterfactualImage(packDigest, edit, filmUid);
        counterfactuals.add(fetch(uid, Optional.of(edit), what));
        String difference =
            DerivedUid.of(DerivedUid.Role.DIFFERENCE_IMAGE, packDigest, edit, filmUid);
        differences.add(fetch(difference, Optional.empty(), "the difference by " + what));
      }
      String state = DerivedUid.presentationState(packDigest, edits, filmUid);
      Stored contours = fetch(state, Optional.empty(), "the presentation state of " + filmUid);
      films.add(new EditedFilm(source, counterfactuals, differences, contours));
    }
    String reportUid = DerivedUid.report(packDigest, edits, filmUids);
    return new StudyResult(
        studyInstanceUid, films, fetch(reportUid, Optional.empty(), "the report"));
  }

  private Stored fetch(String sopInstanceUid, Optional<String> edit, String what)
      throws DemoException, OrthancRestException {
    Optional<String> id = orthanc.findInstance(sopInstanceUid);
    if (id.isEmpty()) {
      throw new DemoException(
          what + " is not in Orthanc (SOP Instance UID " + sopInstanceUid + ")");
    }
    byte[] part10 = orthanc.file(id.get());
    try {
      return new Stored(id.get(), edit, part10, new Part10Codec().read(part10));
    } catch (DicomFormatException e) {
      throw new DemoException(what + " can't be read back: " + e.getMessage(), e);
    }
  }
}
