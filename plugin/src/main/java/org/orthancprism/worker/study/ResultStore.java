// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.Stored;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.results.SeparateStudy;
import org.orthancprism.results.StudyInstances;
import org.orthancprism.task.FailureKind;
import org.orthancprism.task.Stage;
import org.orthancprism.worker.film.ResultObject;
import org.orthancprism.worker.film.SourceFilm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores a study's results: images first, the report last, so that a report shows that all is
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
   * What is there afterwards.
   *
   * @param results all results as the study holds them, the report last
   * @param isNew whether any of them was not there before
   */
  record Held(List<StoredInstance> results, boolean isNew) {
    Held {
      results = List.copyOf(results);
    }
  }

  /**
   * Stores what the study does not hold yet.
   *
   * @param sources the films that the results are made from; they are there before and after as
   *     they were read, or nothing stays stored
   * @param separate the study of their own that they are to be in; empty where they are to be in
   *     that of the sources
   */
  Held store(
      Attempt attempt,
      List<SourceFilm> sources,
      List<ResultObject> images,
      ResultObject report,
      Optional<SeparateStudy> separate)
      throws OrthancRestException, StudyFailure, StudyChanged {
    List<String> added = new ArrayList<>();
    // A study that is known to hold results is never worked on, also when the worker dies now.
    separate.ifPresent(study -> attempt.storedIn(study.foreseenId()));
    try {
      Map<String, String> present = new HashMap<>();
      for (StoredInstance instance : listing(attempt, sources, separate)) {
        present.put(instance.sopInstanceUid(), instance.id());
      }
      Set<String> ids = new LinkedHashSet<>();
      for (ResultObject image : images) {
        ids.add(store(image, present, added));
      }
      if (separate.isPresent()) {
        name(attempt, separate.get());
      }
      attempt.progress(Stage.REPORT, TaskProgress.REPORT);
      ids.add(store(report, present, added));
      List<String> order = List.copyOf(ids);
      List<StoredInstance> results =
          listing(attempt, sources, separate).stream()
              .filter(one -> ids.contains(one.id()))
              .sorted(Comparator.comparing(one -> order.indexOf(one.id())))
              .toList();
      if (results.size() < ids.size()) {
        throw new StudyFailure(
            FailureKind.ORTHANC_REFUSED,
            "Orthanc filed results elsewhere than in the study that they are for; does a filter or"
                + " script alter what it stores?");
      }
      return new Held(results, !added.isEmpty());
    } catch (OrthancRestException e) {
      if (!e.mayPass() || attempt.last()) {
        takeBack(added);
      }
      throw e;
    } catch (StudyFailure | StudyChanged e) {
      takeBack(added);
      throw e;
    }
  }

  /** Before the report is there, which shows that all is. */
  private void name(Attempt attempt, SeparateStudy separate) throws OrthancRestException {
    Optional<String> id = separate.id();
    if (id.isPresent()) {
      attempt.storedIn(id.get());
      orthanc.setMetadata(attempt.studyId(), SeparateStudy.METADATA, id.get());
    }
  }

  /** What the studies of sources and results hold. */
  private List<StoredInstance> listing(
      Attempt attempt, List<SourceFilm> sources, Optional<SeparateStudy> separate)
      throws OrthancRestException, StudyFailure, StudyChanged {
    List<StoredInstance> instances = orthanc.instances(attempt.studyId());
    requireUnchanged(sources, instances);
    return separate.isPresent()
        ? new StudyInstances(instances, separate.get().instances()).all()
        : instances;
  }

  private static void requireUnchanged(List<SourceFilm> sources, List<StoredInstance> instances)
      throws StudyFailure, StudyChanged {
    for (SourceFilm source : sources) {
      StoredInstance read = source.instance();
      StoredInstance now =
          instances.stream()
              .filter(one -> one.id().equals(read.id()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new StudyFailure(
                          FailureKind.STUDY_DELETED,
                          "instance "
                              + source.sopInstanceUid()
                              + " was deleted while it was worked on"));
      if (!now.revision().equals(read.revision())) {
        throw new StudyChanged(
            "instance " + source.sopInstanceUid() + " was sent anew while it was worked on");
      }
    }
  }

  private String store(ResultObject object, Map<String, String> present, List<String> added)
      throws OrthancRestException {
    String there = present.get(object.sopInstanceUid());
    if (there != null) {
      return there;
    }
    Stored stored = orthanc.store(object.file());
    if (stored.added()) {
      added.add(stored.id());
    }
    return stored.id();
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
