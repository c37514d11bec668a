// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import jakarta.json.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;
import org.orthancprism.database.TextColumn;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.TaskKey;
import org.orthancprism.task.FailureKind;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.FilmsJson;
import org.orthancprism.task.Stage;
import org.orthancprism.task.TaskOrigin;
import org.orthancprism.task.TaskRecord;
import org.orthancprism.task.TaskRecords;
import org.orthancprism.task.TaskState;

/**
 * Writes the records of tasks: for people to look at, and to count attempts. Which task runs when
 * and where is db-scheduler's business alone.
 */
final class TaskJournal {

  private static final int REASON_LIMIT = 2000;
  private static final String OF_TASK = " WHERE orthanc = ? AND task_id = ?";

  /** A task that begins anew has all its attempts before it. */
  private static final String ANEW =
      "state = 'queued', attempts = 0, triggered_again = 0, cancel_requested = 0, progress = 0,"
          + " reason = NULL, failure = NULL, finished_at = NULL";

  /** A study that is deleted and sent again is news. */
  private static final String ENDED_BADLY =
      "(tasks.state = 'failed' OR (tasks.state = 'cancelled' AND tasks.failure = 'study-deleted'))";

  private final Sql sql;
  private final Clock clock;

  TaskJournal(QueueDatabase database, Clock clock) {
    this.sql = new Sql(database);
    this.clock = clock;
  }

  /** The record of a task. */
  Optional<TaskRecord> find(TaskKey task) {
    return sql.first(TaskRecords::record, TaskRecords.COLUMNS + OF_TASK, task.orthanc(), task.id());
  }

  /**
   * The tasks of an Orthanc whose record says that work is left but which no worker will execute.
   */
  List<TaskRecord> unscheduled(String orthanc) {
    return sql.query(
        TaskRecords::record,
        TaskRecords.COLUMNS
            + " WHERE orthanc = ? AND state IN ('queued', 'running') AND NOT EXISTS (SELECT 1 FROM"
            + " scheduled_tasks WHERE task_name = ? AND task_instance = tasks.task_id)",
        orthanc,
        Executions.descriptor(orthanc).getTaskName());
  }

  /** The tasks of a study that have not ended. */
  List<TaskRecord> unfinished(String orthanc, String studyId) {
    return sql.query(
        TaskRecords::record,
        TaskRecords.COLUMNS
            + " WHERE orthanc = ? AND study_id = ? AND state IN ('queued', 'running')",
        orthanc,
        studyId);
  }

  /** The tasks of a study that users asked for and that are done. */
  List<TaskRecord> doneRequests(String orthanc, String studyId) {
    return sql.query(
        TaskRecords::record,
        TaskRecords.COLUMNS
            + " WHERE orthanc = ? AND study_id = ? AND state = 'done' AND request IS NOT NULL",
        orthanc,
        studyId);
  }

  /**
   * Notes that a study arrived or is due again. A task that is being executed has to begin again
   * when it has ended, since films may have come that it has not seen. One that is done stays so
   * until a worker finds that there is something new: its own results trigger it as well. One that
   * a user cancelled stays so.
   *
   * @return whether it is to be executed
   */
  boolean triggered(TaskKey task, TaskOrigin origin) {
    return sql.first(
            row -> !row.getString(1).equals(TaskState.CANCELLED.label()),
            "INSERT INTO tasks (orthanc, task_id, study_id, origin, state, progress, films,"
                + " attempts, triggered_again, cancel_requested, queued_at) VALUES (?, ?, ?, ?,"
                + " 'queued', 0, '[]', 0, 0, 0, ?) ON CONFLICT (orthanc, task_id) DO UPDATE SET"
                + " triggered_again = 1, queued_at = excluded.queued_at, attempts = CASE WHEN"
                + " tasks.state IN ('running', 'queued') THEN tasks.attempts ELSE 0 END, origin ="
                + " CASE tasks.state WHEN 'queued' THEN tasks.origin ELSE excluded.origin END,"
                + " cancel_requested = CASE tasks.state WHEN 'running' THEN tasks.cancel_requested"
                + " ELSE 0 END, progress = CASE WHEN "
                + ENDED_BADLY
                + " THEN 0 ELSE tasks.progress END, reason = CASE WHEN "
                + ENDED_BADLY
                + " THEN NULL ELSE tasks.reason END, failure = CASE WHEN "
                + ENDED_BADLY
                + " THEN NULL ELSE tasks.failure END, state = CASE WHEN "
                + ENDED_BADLY
                + " THEN 'queued' ELSE tasks.state END RETURNING state",
            task.orthanc(),
            task.id(),
            task.id(),
            origin.label(),
            now())
        .orElse(true);
  }

  /** Notes that a user asked for particular edits; a task that is under way continues. */
  void requested(TaskKey task, String studyId, CounterfactualRequest request) {
    sql.update(
        "INSERT INTO tasks (orthanc, task_id, study_id, origin, request, edits, state, progress,"
            + " films, attempts, triggered_again, cancel_requested, queued_at) VALUES (?, ?, ?,"
            + " 'request', ?, ?, 'queued', 0, '[]', 0, 0, 0, ?) ON CONFLICT (orthanc, task_id) DO"
            + " UPDATE SET queued_at = excluded.queued_at, "
            + ANEW
            + " WHERE tasks.state NOT IN ('queued', 'running')",
        task.orthanc(),
        task.id(),
        studyId,
        request.json().toString(),
        json(request.edits()),
        now());
  }

  /** Puts a task back to the start that ended; returns whether it had. */
  boolean retried(TaskKey task) {
    boolean ended =
        update(
                "UPDATE tasks SET "
                    + ANEW
                    + ", queued_at = ?"
                    + OF_TASK
                    + " AND state NOT IN ('queued', 'running')",
                task,
                now())
            == 1;
    if (ended) {
      sql.update(
          "DELETE FROM film_decodings WHERE orthanc = ? AND study_id IN (SELECT study_id FROM tasks"
              + OF_TASK
              + ")",
          task.orthanc(),
          task.orthanc(),
          task.id());
    }
    return ended;
  }

  /** Notes that a film is being decoded; returns how often that was noted without an answer. */
  int decoding(TaskKey task, String studyId, String film) {
    return sql.first(
            row -> row.getInt(1),
            "INSERT INTO film_decodings (orthanc, film, study_id, times, at) VALUES (?, ?, ?, 1, ?)"
                + " ON CONFLICT (orthanc, film) DO UPDATE SET times = film_decodings.times + 1,"
                + " study_id = excluded.study_id, at = excluded.at RETURNING times",
            task.orthanc(),
            film,
            studyId,
            now())
        .orElse(1);
  }

  /** Notes that the decoder of a film has answered. */
  void decoded(TaskKey task, String film) {
    sql.update("DELETE FROM film_decodings WHERE orthanc = ? AND film = ?", task.orthanc(), film);
  }

  /**
   * Notes that a worker begins; returns which attempt it is, from 1. One that is done keeps its
   * times until there turns out to be something to do.
   */
  int started(TaskKey task, String worker) {
    return sql.first(
            row -> row.getInt(1),
            "UPDATE tasks SET triggered_again = 0, attempts = attempts + 1, started_at = CASE state"
                + " WHEN 'done' THEN started_at ELSE ? END, finished_at = CASE state WHEN 'done' THEN"
                + " finished_at ELSE NULL END, worker = ?, reason = CASE state WHEN 'done' THEN reason ELSE NULL END, state = CASE state"
                + " WHEN 'done' THEN 'done' ELSE 'running' END"
                + OF_TASK
                + " RETURNING attempts",
            now(),
            worker,
            task.orthanc(),
            task.id())
        .orElse(1);
  }

  /** Notes how far a task has come; returns false when it was cancelled. */
  boolean progress(TaskKey task, Stage stage, double progress) {
    return update(
            "UPDATE tasks SET started_at = CASE state WHEN 'running' THEN started_at ELSE ? END,"
                + " state = 'running', stage = ?, progress = ?, reason = NULL, failure = NULL,"
                + " finished_at = NULL"
                + OF_TASK
                + " AND cancel_requested = 0",
            task,
            now(),
            stage.label(),
            progress)
        == 1;
  }

  void selected(TaskKey task, List<FilmSelection> films) {
    update("UPDATE tasks SET films = ?" + OF_TASK, task, FilmsJson.write(films));
  }

  void decided(TaskKey task, List<String> edits, List<String> rules) {
    update("UPDATE tasks SET edits = ?" + OF_TASK, task, json(edits));
    sql.update(
        "INSERT INTO task_rules (orthanc, task_id, rules) VALUES (?, ?, ?) ON CONFLICT (orthanc,"
            + " task_id) DO UPDATE SET rules = excluded.rules",
        task.orthanc(),
        task.id(),
        json(rules));
  }

  private static String json(List<String> texts) {
    return Json.createArrayBuilder(texts).build().toString();
  }

  /**
   * Notes the end of a task, unless it was triggered again meanwhile.
   *
   * @return false if it was triggered again, and so has to begin anew
   */
  boolean done(TaskKey task, String reason) {
    return update(
            "UPDATE tasks SET state = 'done', reason = ?, failure = NULL, progress = 1,"
                + " finished_at = ?"
                + OF_TASK
                + " AND triggered_again = 0",
            task,
            reason.isEmpty() ? null : TextColumn.shortened(reason, REASON_LIMIT),
            now())
        == 1;
  }

  /** Like {@link #done}, for a task that can't be done. */
  boolean failed(TaskKey task, FailureKind kind, String reason) {
    return update(
            "UPDATE tasks SET state = 'failed', failure = ?, reason = ?, finished_at = ?"
                + OF_TASK
                + " AND triggered_again = 0",
            task,
            kind.label(),
            TextColumn.shortened(reason, REASON_LIMIT),
            now())
        == 1;
  }

  /** Like {@link #done}, for a task that found nothing new: its record stays as it was. */
  boolean unchanged(TaskKey task) {
    return update(
            "UPDATE tasks SET state = 'done', progress = 1, finished_at = COALESCE(finished_at, ?)"
                + OF_TASK
                + " AND triggered_again = 0",
            task,
            now())
        == 1;
  }

  /** Interrupts a running task; returns false where no worker has it. */
  boolean cancelRequested(TaskKey task, FailureKind kind, String reason) {
    return update(
            "UPDATE tasks SET cancel_requested = 1, failure = ?, reason = ?"
                + OF_TASK
                + " AND state = 'running'",
            task,
            kind.label(),
            TextColumn.shortened(reason, REASON_LIMIT))
        == 1;
  }

  /** Notes that a task was cancelled; it does not begin again by itself. */
  void cancelled(TaskKey task, FailureKind kind, String reason) {
    update(
        "UPDATE tasks SET state = 'cancelled', failure = ?, reason = ?, triggered_again = 0,"
            + " finished_at = ?"
            + OF_TASK,
        task,
        kind.label(),
        TextColumn.shortened(reason, REASON_LIMIT),
        now());
  }

  /** Notes that the task waits again, with its attempts so far. */
  void waiting(TaskKey task, FailureKind kind, String reason) {
    update(
        "UPDATE tasks SET state = 'queued', failure = ?, reason = ?" + OF_TASK,
        task,
        kind.label(),
        TextColumn.shortened(reason, REASON_LIMIT));
  }

  /** Notes that an attempt was interrupted, which does not count. */
  void uncounted(TaskKey task, String reason) {
    update(
        "UPDATE tasks SET state = 'queued', reason = ?, attempts = CASE WHEN attempts > 0 THEN"
            + " attempts - 1 ELSE 0 END"
            + OF_TASK,
        task,
        TextColumn.shortened(reason, REASON_LIMIT));
  }

  /** Puts a task that was triggered while it ran back to the start. */
  void again(TaskKey task) {
    update(
        "UPDATE tasks SET state = 'queued', attempts = 0, triggered_again = 0, progress = 0"
            + OF_TASK,
        task);
  }

  /** Adds to the totals how long the stages of a task took. */
  void took(String orthanc, Map<Stage, Duration> stages) {
    stages.forEach(
        (stage, time) ->
            sql.update(
                "INSERT INTO stage_totals (orthanc, stage, times, seconds) VALUES (?, ?, 1, ?) ON"
                    + " CONFLICT (orthanc, stage) DO UPDATE SET times = stage_totals.times + 1,"
                    + " seconds = stage_totals.seconds + excluded.seconds",
                orthanc,
                stage.label(),
                time.toNanos() / 1e9));
  }

  /** A statement that ends with {@link #OF_TASK}, perhaps and more conditions without parameter. */
  private int update(String statement, TaskKey task, @Nullable Object... parameters) {
    @Nullable Object[] all = Arrays.copyOf(parameters, parameters.length + 2);
    all[parameters.length] = task.orthanc();
    all[parameters.length + 1] = task.id();
    return sql.update(statement, all);
  }

  private long now() {
    return clock.millis();
  }
}
