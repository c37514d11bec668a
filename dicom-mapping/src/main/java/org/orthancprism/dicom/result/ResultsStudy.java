// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.Optional;

/** The study that results are written into. */
public sealed interface ResultsStudy {

  /** The study of the film, as DICOM's page on AI results and IHE AIR expect it. */
  record OfFilm() implements ResultsStudy {}

  /**
   * A study that holds nothing but results.
   *
   * @param studyInstanceUid its Study Instance UID, by {@link #separate}
   */
  record Separate(String studyInstanceUid) implements ResultsStudy {
    public Separate {
      if (!studyInstanceUid.matches("[0-9.]{1,64}")) {
        throw new IllegalArgumentException("no Study Instance UID: " + studyInstanceUid);
      }
    }
  }

  /** Where results are unless somebody wants it otherwise. */
  static ResultsStudy ofFilm() {
    return new OfFilm();
  }

  /**
   * The study of its own that belongs to a study of films: the same for all packs and edits, so
   * that there is one, and another for each patient where two have a study of the same UID.
   *
   * @param studyInstanceUid Study Instance UID of the films
   * @param patientId their Patient ID; empty where they have none
   */
  static Separate separate(String studyInstanceUid, String patientId) {
    return new Separate(
        DerivedUid.of(
            DerivedUid.Role.RESULTS_STUDY, "", "", studyInstanceUid + "\n" + patientId.strip()));
  }

  /** Its Study Instance UID, where that is not the film's. */
  default Optional<String> ownUid() {
    return this instanceof Separate separate
        ? Optional.of(separate.studyInstanceUid())
        : Optional.empty();
  }
}
