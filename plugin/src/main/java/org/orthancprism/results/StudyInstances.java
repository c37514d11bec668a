// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.task.SeparateStudies;

/**
 * What Orthanc holds of a study of films.
 *
 * @param own the instances of the study itself
 * @param separate those of the study of its own that its results may be in
 */
public record StudyInstances(List<StoredInstance> own, List<StoredInstance> separate) {

  public StudyInstances {
    own = List.copyOf(own);
    separate = List.copyOf(separate);
  }

  /** Asks Orthanc. */
  public static StudyInstances of(OrthancClient orthanc, String studyId, SeparateStudy separate)
      throws OrthancRestException {
    return new StudyInstances(orthanc.instances(studyId), separate.instances());
  }

  /**
   * Asks Orthanc for what the queue knows of.
   *
   * @throws OrthancRestException.NotFound where Orthanc holds neither the study nor one of results
   */
  public static StudyInstances of(
      OrthancClient orthanc, String studyId, SeparateStudies separateStudies)
      throws OrthancRestException {
    Listing<StoredInstance> listing = orthanc::instances;
    List<StoredInstance> separate = new ArrayList<>();
    for (String each : separateStudies.of(studyId)) {
      separate.addAll(listing.orNone(each));
    }
    return new StudyInstances(
        separate.isEmpty() ? listing.of(studyId) : listing.orNone(studyId), separate);
  }

  /** All of them. */
  public List<StoredInstance> all() {
    return Stream.concat(own.stream(), separate.stream()).toList();
  }
}
