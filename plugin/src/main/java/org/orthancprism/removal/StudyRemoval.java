// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.results.Deletion;
import org.orthancprism.results.MarkStore;
import org.orthancprism.results.ResultStudies;
import org.orthancprism.results.StudyInstances;
import org.orthancprism.results.StudySeries;
import org.orthancprism.results.StudyState;
import org.orthancprism.task.ResultRemoval;
import org.orthancprism.task.SeparateStudies;

/**
 * Deletes results of one study at a time. It also updates what else tells of them: the study's
 * mark, by which no task makes them again by itself, its state and label, and the records of the
 * tasks that made them. Results in a study of their own belong to the study of their films.
 */
public final class StudyRemoval {

  /** A study whose results tell no day is not looked at again for its age. */
  private static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);

  private final OrthancClient orthanc;
  private final OwnResults results;
  private final MarkStore marks;
  private final RemovedTasks tasks;
  private final ResultStudies studies;
  private final SeparateStudies separateStudies;

  /**
   * Removal from an Orthanc.
   *
   * @param name the name by which the queue knows it
   * @param clock its zone counts for results that name none
   */
  public StudyRemoval(
      OrthancClient orthanc, DicomCodec codec, QueueDatabase database, String name, Clock clock) {
    this.orthanc = orthanc;
    this.results = new OwnResults(orthanc, codec, clock.getZone());
    this.marks = new MarkStore(orthanc, clock);
    this.tasks = new RemovedTasks(database, name);
    this.studies = new ResultStudies(database, name);
    this.separateStudies = new SeparateStudies(database, name);
  }

  /** What would be deleted of a study. */
  public Removed count(ResultStudies.Entry study, Criterion criterion) throws OrthancRestException {
    try {
      List<DatedResult> chosen = criterion.chosen(own(study, held(study)));
      return chosen.isEmpty()
          ? Removed.NOTHING
          : Removed.of(chosen, tasks.count(study.studyId(), chosen));
    } catch (OrthancRestException.NotFound e) {
      return Removed.NOTHING;
    }
  }

  /**
   * Deletes the results of a study that meet a criterion. Done again after an interruption, it
   * deletes the rest.
   *
   * @return what was deleted; empty where a worker is at the study, after which it can be
   */
  public Optional<Removed> delete(ResultStudies.Entry study, Criterion criterion, ResultRemoval why)
      throws OrthancRestException {
    if (tasks.isAtWork(study.studyId())) {
      return Optional.empty();
    }
    StudyInstances instances;
    List<DatedResult> own;
    try {
      instances = held(study);
      own = own(study, instances);
    } catch (OrthancRestException.NotFound e) {
      studies.forget(study);
      return Optional.of(Removed.NOTHING);
    }
    List<DatedResult> chosen = criterion.chosen(own);
    List<DatedResult> left = own.stream().filter(one -> !chosen.contains(one)).toList();
    Removed removed = Removed.NOTHING;
    if (!chosen.isEmpty()) {
      // Noted first: an interruption in between leaves a record that promises too little.
      removed = Removed.of(chosen, tasks.removed(study.studyId(), chosen, why));
      delete(study.studyId(), instances, chosen, left.isEmpty(), why);
    }
    note(study, left);
    return Optional.of(removed);
  }

  private void delete(
      String studyId,
      StudyInstances instances,
      List<DatedResult> chosen,
      boolean all,
      ResultRemoval why)
      throws OrthancRestException {
    Deletion.delete(
        orthanc, chosen.stream().map(DatedResult::result).toList(), "it was " + why.label());
    List<StoredInstance> deleted = chosen.stream().map(one -> one.result().instance()).toList();
    if (deleted.containsAll(instances.own())) {
      // Orthanc has deleted the study with its last instance.
      return;
    }
    List<StoredInstance> after = new ArrayList<>(instances.all());
    after.removeAll(deleted);
    marks.changed(studyId, instances.all(), after);
    if (all) {
      state(why).showInPlaceOfDone(orthanc, studyId);
    }
  }

  private StudyInstances held(ResultStudies.Entry study) throws OrthancRestException {
    return StudyInstances.of(orthanc, study.studyId(), separateStudies);
  }

  private List<DatedResult> own(ResultStudies.Entry study, StudyInstances instances)
      throws OrthancRestException {
    return results.among(
        instances.all(), StudySeries.of(orthanc, study.studyId(), separateStudies));
  }

  private static StudyState state(ResultRemoval why) {
    return switch (why) {
      case EXPIRED -> StudyState.EXPIRED;
      case RECALLED -> StudyState.RECALLED;
    };
  }

  private void note(ResultStudies.Entry study, List<DatedResult> left) {
    if (left.isEmpty()) {
      studies.forget(study);
      return;
    }
    studies.looked(
        study,
        left.stream().flatMap(one -> one.madeAt().stream()).min(Instant::compareTo).orElse(NEVER));
  }
}
