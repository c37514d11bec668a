// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.FailureKind;
import org.orthancprism.queue.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores a study's results: images first, the report last, so that a report tells that all is
 * there.
 *
 * <p>When storing breaks off for a reason that may pass, what is stored stays, and the next attempt
 * adds what is missing under the same UIDs. When there will be no next attempt it is deleted again.
 */
final class ResultStore {

  private static final Logger LOG = LoggerFactory.getLogger(ResultStore.class);

  private final OrthancClient orthanc;

  ResultStore(OrthancClient orthanc) {
    this.orthanc = orthanc;
  }

  /**
   * One object to store.
   *
   * @param sopInstanceUid its SOP Instance UID
   * @param file its DICOM file
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record ResultObject(String sopInstanceUid, byte[] file) {}

  /**
   * Stores what is not there yet.
   *
   * @param sources the films that the results are made from; they are still there before and after,
   *     or nothing stays stored
   * @return Orthanc's identifiers of all results
   */
  List<String> store(
      Attempt attempt, List<SourceFilm> sources, List<ResultObject> images, ResultObject report)
      throws OrthancRestException, StudyFailure {
    List<String> added = new ArrayList<>();
    try {
      requireSources(sources);
      List<String> ids = new ArrayList<>();
      for (ResultObject image : images) {
        ids.add(store(image, added));
      }
      attempt.progress(Stage.REPORT, Progressing.REPORT);
      ids.add(store(report, added));
      requireSources(sources);
      return ids;
    } catch (OrthancRestException e) {
      if (!e.mayPass() || attempt.last()) {
        takeBack(added);
      }
      throw e;
    } catch (StudyFailure e) {
      takeBack(added);
      throw e;
    }
  }

  private void requireSources(List<SourceFilm> sources) throws OrthancRestException, StudyFailure {
    for (SourceFilm source : sources) {
      if (orthanc.findInstance(source.sopInstanceUid()).isEmpty()) {
        throw new StudyFailure(
            FailureKind.STUDY_DELETED,
            "instance " + source.sopInstanceUid() + " was deleted while it was worked on");
      }
    }
  }

  private String store(ResultObject object, List<String> added) throws OrthancRestException {
    Optional<String> present = orthanc.findInstance(object.sopInstanceUid());
    if (present.isPresent()) {
      return present.get();
    }
    String id = orthanc.store(object.file());
    added.add(id);
    return id;
  }

  private void takeBack(List<String> added) {
    for (String id : added) {
      try {
        orthanc.deleteInstance(id);
      } catch (OrthancRestException e) {
        LOG.error(
            "Instance {} is part of an incomplete result and could not be deleted, delete it: {}",
            id,
            e.getMessage());
      }
    }
  }
}
