// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.Objects;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.orthanc.StoredInstance;

/**
 * A film that was picked to be edited.
 *
 * @param instance where it is in Orthanc
 * @param object its attributes, and its pixel data as they were stored
 * @param version which film it is, as it is now
 */
record SourceFilm(StoredInstance instance, DicomObject object, FilmVersion version) {

  SourceFilm {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(version, "version");
  }

  String sopInstanceUid() {
    return instance.sopInstanceUid();
  }
}
