// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.verdicts;

import java.util.Objects;

/**
 * A counterfactual in Orthanc that a reader judges.
 *
 * @param instance Orthanc's identifier of it
 * @param report Orthanc's identifier of the report that tells of it
 * @param study Orthanc's identifier of the study that holds both
 * @param sopInstanceUid its SOP Instance UID
 * @param film SOP Instance UID of the film that it was made from
 * @param edit name of the edit, in the direction that it took
 * @param pack digest of the pack that made it
 */
public record JudgedResult(
    String instance,
    String report,
    String study,
    String sopInstanceUid,
    String film,
    String edit,
    String pack) {

  public JudgedResult {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(study, "study");
    Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
    Objects.requireNonNull(film, "film");
    Objects.requireNonNull(edit, "edit");
    Objects.requireNonNull(pack, "pack");
  }
}
