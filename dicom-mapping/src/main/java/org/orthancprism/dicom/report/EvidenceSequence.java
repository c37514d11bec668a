// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.result.Reference;

/**
 * Current Requested Procedure Evidence Sequence: every instance that the content refers to, by
 * study and series.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#table_C.17-3">PS3.3
 *     tables C.17-2 and C.17-3</a>
 */
final class EvidenceSequence {

  private EvidenceSequence() {}

  /** An item for each study that instances are of. */
  static List<Dataset> of(List<Dataset> instances) {
    Map<String, List<Reference>> byStudy = new LinkedHashMap<>();
    for (Dataset instance : instances) {
      byStudy
          .computeIfAbsent(Reference.studyInstanceUid(instance), study -> new ArrayList<>())
          .add(Reference.to(instance));
    }
    return byStudy.entrySet().stream()
        .map(study -> ofReferences(study.getKey(), study.getValue()))
        .toList();
  }

  /** The item of one study, for instances of which the references are known alone. */
  static Dataset ofReferences(String studyInstanceUid, List<Reference> instances) {
    Map<String, List<Dataset>> bySeries = new LinkedHashMap<>();
    for (Reference reference : instances.stream().distinct().toList()) {
      bySeries
          .computeIfAbsent(reference.seriesInstanceUid(), series -> new ArrayList<>())
          .add(reference.item());
    }
    List<Dataset> series = new ArrayList<>();
    bySeries.forEach(
        (uid, references) ->
            series.add(
                Dataset.builder()
                    .set(Tag.SERIES_INSTANCE_UID, uid)
                    .set(Tag.REFERENCED_SOP_SEQUENCE, references)
                    .build()));
    return Dataset.builder()
        .set(Tag.STUDY_INSTANCE_UID, studyInstanceUid)
        .set(Tag.REFERENCED_SERIES_SEQUENCE, series)
        .build();
  }
}
