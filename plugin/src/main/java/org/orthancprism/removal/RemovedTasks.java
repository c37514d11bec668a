// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;
import org.orthancprism.dicom.recognition.OwnObject.Kind;
import org.orthancprism.dicom.recognition.ResultMark;
import org.orthancprism.dicom.version.Fingerprint;
import org.orthancprism.request.EditChoices;
import org.orthancprism.results.EditIdentities;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.FilmSelection.EndedEdit;
import org.orthancprism.task.FilmsJson;
import org.orthancprism.task.ResultRemoval;
import org.orthancprism.task.TaskRecord;
import org.orthancprism.task.TaskRecords;

/** The records of the tasks of one Orthanc that made what is deleted. */
final class RemovedTasks {

  private static final String OF_STUDY = " WHERE orthanc = ? AND study_id = ? AND state ";

  private final Sql sql;
  private final String orthanc;

  RemovedTasks(QueueDatabase database, String orthanc) {
    this.sql = new Sql(database);
    this.orthanc = orthanc;
  }

  /** Whether a worker is at a task of a study, which may store results. */
  boolean isAtWork(String studyId) {
    return !sql.query(
            row -> row.getString(1),
            "SELECT task_id FROM tasks" + OF_STUDY + "= 'running'",
            orthanc,
            studyId)
        .isEmpty();
  }

  /** How many tasks of a study made any of these results. */
  int count(String studyId, List<DatedResult> chosen) {
    return (int) done(studyId).stream().filter(task -> hasMade(task, chosen)).count();
  }

  /**
   * Notes on each task that made any of these results that their images are deleted.
   *
   * @return how many tasks made any of them
   */
  int removed(String studyId, List<DatedResult> chosen, ResultRemoval why) {
    int changed = 0;
    for (TaskRecord task : done(studyId)) {
      List<FilmSelection> films =
          task.films().stream().map(film -> without(film, task, chosen, why)).toList();
      if (!films.equals(task.films())) {
        changed +=
            sql.update(
                "UPDATE tasks SET films = ? WHERE orthanc = ? AND task_id = ? AND state = 'done'",
                FilmsJson.write(films),
                orthanc,
                task.key().id());
      }
    }
    return changed;
  }

  private List<TaskRecord> done(String studyId) {
    return sql.query(
        TaskRecords::record, TaskRecords.COLUMNS + OF_STUDY + "= 'done'", orthanc, studyId);
  }

  private static boolean hasMade(TaskRecord task, List<DatedResult> chosen) {
    return task.films().stream()
        .anyMatch(film -> film.edits().stream().anyMatch(edit -> isOf(edit, film, task, chosen)));
  }

  private static FilmSelection without(
      FilmSelection film, TaskRecord task, List<DatedResult> chosen, ResultRemoval why) {
    List<EndedEdit> edits = new ArrayList<>();
    for (EndedEdit edit : film.edits()) {
      edits.add(isOf(edit, film, task, chosen) ? edit.removed(why) : edit);
    }
    return film.with(edits);
  }

  private static boolean isOf(
      EndedEdit edit, FilmSelection film, TaskRecord task, List<DatedResult> chosen) {
    EditChoices choices = task.request().map(request -> request.choices()).orElse(EditChoices.NONE);
    List<String> keys =
        EditIdentities.names(edit.edit())
            .map(name -> EditIdentities.identity(name, choices).key())
            .toList();
    return edit.stored()
        && chosen.stream()
            .filter(result -> result.references().contains(film.sopInstanceUid()))
            .anyMatch(result -> keys.stream().anyMatch(key -> isCounterfactual(result, key)));
  }

  private static boolean isCounterfactual(DatedResult result, String key) {
    Optional<ResultMark> mark = result.result().says().mark();
    return result.isA(Kind.IMAGE)
        && mark.filter(one -> one.kind() == ResultMark.Kind.COUNTERFACTUAL)
            .filter(one -> one.edit().equals(Fingerprint.of(result.pack(), key)))
            .isPresent();
  }
}
