// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.dataset.DicomObject;

/**
 * What Orthanc holds of the work on one study.
 *
 * @param films its eligible films, each with its counterfactuals
 * @param report the report about them
 */
record StudyResult(String studyInstanceUid, List<EditedFilm> films, Stored report) {

  /**
   * An object as Orthanc gave it back.
   *
   * @param orthancId Orthanc's identifier of the instance
   * @param edit name of the edit whose counterfactual it is; empty for whatever else
   * @param part10 the file's bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Stored(String orthancId, Optional<String> edit, byte[] part10, DicomObject object) {}

  /**
   * A film and what was made of it.
   *
   * @param counterfactuals in the order of the edits
   * @param differences what each edit changed in colour, in the order of the edits
   * @param contours the presentation state that draws the changes on the film
   */
  record EditedFilm(
      Stored source, List<Stored> counterfactuals, List<Stored> differences, Stored contours) {}
}
