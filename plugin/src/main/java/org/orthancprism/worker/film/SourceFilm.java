// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import java.util.List;
import java.util.Objects;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.orthanc.StoredInstance;

/**
 * An instance whose file was read, and which was picked to be edited.
 *
 * @param instance where it is in Orthanc
 * @param object its attributes, and its pixel data as they were stored
 * @param version which film it is, as it is now
 * @param assumptions what its header leaves open, one line each
 */
public record SourceFilm(
    StoredInstance instance, DicomObject object, FilmVersion version, List<String> assumptions) {

  public SourceFilm {
    Objects.requireNonNull(instance, "instance");
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(version, "version");
    assumptions = List.copyOf(assumptions);
  }

  /** Its SOP Instance UID. */
  public String sopInstanceUid() {
    return instance.sopInstanceUid();
  }
}
