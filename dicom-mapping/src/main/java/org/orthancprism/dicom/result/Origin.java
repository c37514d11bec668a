// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.time.Clock;
import java.util.Objects;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.version.FilmVersion;

/**
 * What makes results, and when.
 *
 * @param algorithm the algorithm that made the counterfactuals
 * @param numbers numbers for the series of the study
 * @param study the study that they are written into
 * @param clock time of the origin
 */
public record Origin(Algorithm algorithm, SeriesNumbers numbers, ResultsStudy study, Clock clock) {

  public Origin {
    Objects.requireNonNull(algorithm, "algorithm");
    Objects.requireNonNull(numbers, "numbers");
    Objects.requireNonNull(study, "study");
    Objects.requireNonNull(clock, "clock");
  }

  /** Results in the study of their film. */
  public Origin(Algorithm algorithm, SeriesNumbers numbers, Clock clock) {
    this(algorithm, numbers, ResultsStudy.ofFilm(), clock);
  }

  /** Digest of the pack, which all UIDs depend on. */
  public String packDigest() {
    return algorithm.packDigest();
  }

  /**
   * SOP Instance UID of an image.
   *
   * @param edit key of the edit
   */
  public String imageUid(DerivedUid.Role role, String edit, FilmVersion film) {
    return DerivedUid.image(role, packDigest(), edit, film, study);
  }

  /**
   * Series Instance UID of results.
   *
   * @param edit key of the edit; empty where the series is of all edits
   * @param film attributes of a film
   */
  public String seriesUid(DerivedUid.Role role, String edit, Dataset film) {
    return DerivedUid.series(role, packDigest(), edit, film, study);
  }
}
