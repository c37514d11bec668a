// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.util.Objects;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.orthanc.StoredInstance;

/**
 * A film that was picked to be edited.
 *
 * @param instance where it is in Orthanc
 * @param object its attributes, and its pixel data as they were stored
 */
record SourceFilm(StoredInstance instance, DicomObject object) {

  SourceFilm {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(object, "object");
  }

  String sopInstanceUid() {
    return instance.sopInstanceUid();
  }
}
