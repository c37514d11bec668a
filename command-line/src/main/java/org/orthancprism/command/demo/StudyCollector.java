// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.command.demo.StudyResult.EditedFilm;
import org.orthancprism.command.demo.StudyResult.Stored;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.InstalledCodec;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;

/**
 * Asks Orthanc for every object that must be there when a study is done. Their UIDs depend on
 * source, edit and pack alone, so that they are known without asking the plugin.
 */
final class StudyCollector {

  private final OrthancClient orthanc;
  private final String studyId;
  private final String packDigest;
  private final List<String> edits;

  /**
   * A collector of one study.
   *
   * @param studyId Orthanc's identifier of the study
   */
  StudyCollector(OrthancClient orthanc, String studyId, String packDigest, List<String> edits) {
    this.orthanc = orthanc;
    this.studyId = studyId;
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
    List<String> counterfactualUids = new ArrayList<>();
    for (String filmUid : filmUids) {
      Stored source = fetch(filmUid, Optional.empty(), "the film");
      FilmVersion film = FilmVersion.of(source.object().dataset());
      List<Stored> counterfactuals = new ArrayList<>();
      List<Stored> differences = new ArrayList<>();
      for (String edit : edits) {
        String what = edit + " of the film " + filmUid;
        String uid = DerivedUid.counterfactualImage(packDigest, edit, film);
        counterfactualUids.add(uid);
        counterfactuals.add(fetch(uid, Optional.of(edit), what));
        String difference =
            DerivedUid.image(DerivedUid.Role.DIFFERENCE_IMAGE, packDigest, edit, film);
        differences.add(fetch(difference, Optional.empty(), "the difference by " + what));
      }
      String state = DerivedUid.presentationState(packDigest, edits, film);
      Stored contours = fetch(state, Optional.empty(), "the presentation state of " + filmUid);
      films.add(new EditedFilm(source, counterfactuals, differences, contours));
    }
    String reportUid = DerivedUid.report(packDigest, counterfactualUids);
    return new StudyResult(
        studyInstanceUid, films, fetch(reportUid, Optional.empty(), "the report"));
  }

  private Stored fetch(String sopInstanceUid, Optional<String> edit, String what)
      throws DemoException, OrthancRestException {
    Optional<String> id =
        orthanc.instances(studyId).stream()
            .filter(instance -> instance.sopInstanceUid().equals(sopInstanceUid))
            .map(StoredInstance::id)
            .findFirst();
    if (id.isEmpty()) {
      throw new DemoException(
          what + " is not in Orthanc (SOP Instance UID " + sopInstanceUid + ")");
    }
    byte[] part10 = orthanc.file(id.get());
    try {
      return new Stored(id.get(), edit, part10, InstalledCodec.find().read(part10));
    } catch (DicomFormatException e) {
      throw new DemoException(what + " can't be read back: " + e.getMessage(), e);
    }
  }
}
