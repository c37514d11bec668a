// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;

/**
 * Where the instances are that an image refers to: series of its own study, and other studies.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.12.2">PS3.3
 *     C.12.2</a>
 */
final class CommonInstanceReference {

  private CommonInstanceReference() {}

  /**
   * Writes the module.
   *
   * @param image an object that has its Study Instance UID
   * @param referenced attributes of the instances that it refers to
   */
  static void write(DatasetBuilder image, List<Dataset> referenced) {
    String own = Reference.studyInstanceUid(image.build());
    Map<String, List<Dataset>> byStudy = new LinkedHashMap<>();
    for (Dataset one : referenced) {
      byStudy
          .computeIfAbsent(Reference.studyInstanceUid(one), study -> new ArrayList<>())
          .add(series(Reference.to(one)));
    }
    List<Dataset> ofOwn = byStudy.remove(own);
    if (ofOwn != null) {
      image.set(Tag.REFERENCED_SERIES_SEQUENCE, ofOwn);
    }
    if (!byStudy.isEmpty()) {
      List<Dataset> others = new ArrayList<>();
      byStudy.forEach(
          (study, series) ->
              others.add(
                  Dataset.builder()
                      .set(Tag.STUDY_INSTANCE_UID, study)
                      .set(Tag.REFERENCED_SERIES_SEQUENCE, series)
                      .build()));
      image.set(Tag.STUDIES_CONTAINING_OTHER_REFERENCED_INSTANCES_SEQUENCE, others);
    }
  }

  private static Dataset series(Reference reference) {
    return Dataset.builder()
        .set(Tag.SERIES_INSTANCE_UID, reference.seriesInstanceUid())
        .set(Tag.REFERENCED_INSTANCE_SEQUENCE, reference.item())
        .build();
  }
}
