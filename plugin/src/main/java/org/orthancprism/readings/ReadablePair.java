// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.readings;

import java.util.Objects;
import java.util.Optional;
import org.orthancprism.dicom.report.ReportedEdit;

/**
 * A film and a counterfactual of it, of which a reader is shown one.
 *
 * @param study Orthanc's identifier of their study
 * @param filmInstance Orthanc's identifier of the film
 * @param resultInstance Orthanc's identifier of the counterfactual
 * @param edit what the report tells of the edit
 * @param pack digest of the pack
 * @param cover what is covered of either
 */
public record ReadablePair(
    String study,
    String filmInstance,
    String resultInstance,
    ReportedEdit edit,
    String pack,
    Optional<Cover> cover) {

  public ReadablePair {
    Objects.requireNonNull(study, "study");
    Objects.requireNonNull(filmInstance, "filmInstance");
    Objects.requireNonNull(resultInstance, "resultInstance");
    Objects.requireNonNull(edit, "edit");
    Objects.requireNonNull(pack, "pack");
    Objects.requireNonNull(cover, "cover");
  }
}
