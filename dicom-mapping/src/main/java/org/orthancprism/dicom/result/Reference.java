// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * A reference to an instance of the study.
 *
 * @param sopClassUid its SOP Class UID
 * @param sopInstanceUid its SOP Instance UID
 * @param seriesInstanceUid its series
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#table_10-11">PS3.3
 *     table 10-11</a>
 */
public record Reference(String sopClassUid, String sopInstanceUid, String seriesInstanceUid) {

  /**
   * The reference to the instance of a dataset.
   *
   * @throws IllegalArgumentException if the dataset lacks one of the UIDs
   */
  public static Reference to(Dataset dataset) {
    return new Reference(
        uid(dataset, Tag.SOP_CLASS_UID, "SOP Class UID"),
        uid(dataset, Tag.SOP_INSTANCE_UID, "SOP Instance UID"),
        uid(dataset, Tag.SERIES_INSTANCE_UID, "Series Instance UID"));
  }

  /**
   * The study of a dataset.
   *
   * @throws IllegalArgumentException if the dataset has no Study Instance UID
   */
  public static String studyInstanceUid(Dataset dataset) {
    return uid(dataset, Tag.STUDY_INSTANCE_UID, "Study Instance UID");
  }

  /** The item of a sequence of references. */
  public Dataset item() {
    return Dataset.builder()
        .set(Tag.REFERENCED_SOP_CLASS_UID, sopClassUid)
        .set(Tag.REFERENCED_SOP_INSTANCE_UID, sopInstanceUid)
        .build();
  }

  private static String uid(Dataset dataset, Tag tag, String name) {
    return dataset
        .string(tag)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the film has no " + name + "; nothing can refer to it"));
  }
}
