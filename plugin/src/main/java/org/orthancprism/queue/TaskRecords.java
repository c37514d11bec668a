// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The records of the studies' tasks: for people to look at, and to count attempts. Which task runs
 * when and where is db-scheduler's business alone.
 */
public final class TaskRecords {

  private static final int REASON_LIMIT = 2000;

  private final DataSource dataSource;
  private final Clock clock;

  public TaskRecords(QueueDatabase database, Clock clock) {
    this.dataSource = database.dataSource();
    this.clock = clock;
  }

  /** The record of a study, if it was ever triggered. */
  public Optional<TaskRecord> find(String studyId) {
    List<TaskRecord> found = query("WHERE study_id = ?", studyId);
    return found.stream().findFirst();
  }

  /** The records last triggered, newest first. */
  public List<TaskRecord> newest(int limit) {
    return query("ORDER BY queued_at DESC, study_id LIMIT ?", limit);
  }

  /** How many tasks there are in each state. */
  public Map<TaskState, Long> counts() {
    Map<TaskState, Long> counts = new EnumMap<>(TaskState.class);
    for (TaskState state : TaskState.values()) {
      counts.put(state, 0L);
    }
    String sql = "SELECT state, COUNT(*) FROM study_tasks GROUP BY state";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        counts.put(TaskState.ofLabel(rows.getString(1)), rows.getLong(2));
      }
      return counts;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Studies whose record says that work is left but for which nothing is scheduled. */
  List<String> unscheduled() {
    List<String> studies = new ArrayList<>();
    String sql =
        "SELECT study_id FROM study_tasks WHERE state IN ('queued', 'running') AND study_id NOT IN"
            + " (SELECT task_instance FROM scheduled_tasks)";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        studies.add(rows.getString(1));
      }
      return studies;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * Notes a trigger. A task that is being executed is told to begin again when it has ended, since
   * films may have come that it has not seen. One that is done stays so until a worker finds that
   * there is something new: its own results trigger it as well.
   */
  void triggered(String studyId) {
    update(
        "INSERT INTO study_tasks (study_id, state, progress, films, attempts, triggered_again,"
            + " queued_at) VALUES (?, 'queued', 0, '[]', 0, 0, ?) ON CONFLICT (study_id) DO UPDATE"
            + " SET triggered_again = 1, queued_at = excluded.queued_at, attempts = CASE WHEN"
            + " study_tasks.state IN ('running', 'queued') THEN study_tasks.attempts ELSE 0 END,"
            + " progress = CASE study_tasks.state WHEN 'failed' THEN 0 ELSE study_tasks.progress"
            + " END, reason = CASE study_tasks.state WHEN 'failed' THEN NULL ELSE"
            + " study_tasks.reason END, state = CASE study_tasks.state WHEN 'failed' THEN 'queued'"
            + " ELSE study_tasks.state END",
        studyId,
        now());
  }

  /** Notes that a worker begins; returns which attempt it is, from 1. */
  int started(String studyId) {
    update(
        "INSERT INTO study_tasks (study_id, state, progress, films, attempts, triggered_again,"
            + " queued_at, started_at) VALUES (?, 'running', 0, '[]', 1, 0, ?, ?) ON CONFLICT"
            + " (study_id) DO UPDATE SET triggered_again = 0, attempts = study_tasks.attempts + 1,"
            + " started_at = excluded.started_at, reason = CASE study_tasks.state WHEN 'done' THEN"
            + " study_tasks.reason ELSE NULL END, state = CASE study_tasks.state WHEN 'done' THEN"
            + " 'done' ELSE 'running' END",
        studyId,
        now(),
        now());
    return find(studyId).map(TaskRecord::attempts).orElse(1);
  }

  void progress(String studyId, Stage stage, double progress) {
    update(
        "UPDATE study_tasks SET state = 'running', stage = ?, progress = ?, reason = NULL,"
            + " finished_at = NULL WHERE study_id = ?",
        stage.label(),
        progress,
        studyId);
  }

  void selected(String studyId, List<FilmSelection> films) {
    update("UPDATE study_tasks SET films = ? WHERE study_id = ?", FilmsJson.write(films), studyId);
  }

  /**
   * Notes the end of a task, unless it was triggered again meanwhile.
   *
   * @return false if it was triggered again, and so has to begin anew
   */
  boolean finished(String studyId, TaskState state, String reason) {
    boolean done = state == TaskState.DONE;
    int ended =
        update(
            "UPDATE study_tasks SET state = ?, reason = ?, progress = CASE WHEN ? = 1 THEN 1 ELSE"
                + " progress END, finished_at = ? WHERE study_id = ? AND triggered_again = 0",
            state.label(),
            reason.isEmpty() ? null : shortened(reason),
            done ? 1 : 0,
            now(),
            studyId);
    return ended == 1;
  }

  /**
   * Notes that there was nothing new, unless the task was triggered again meanwhile.
   *
   * @return false if it was triggered again, and so has to begin anew
   */
  boolean unchanged(String studyId) {
    int ended =
        update(
            "UPDATE study_tasks SET state = 'done', progress = 1, finished_at ="
                + " COALESCE(finished_at, ?) WHERE study_id = ? AND triggered_again = 0",
            now(),
            studyId);
    return ended == 1;
  }

  /** Notes that the task waits again, with its attempts so far. */
  void waiting(String studyId, String reason) {
    update(
        "UPDATE study_tasks SET state = 'queued', reason = ? WHERE study_id = ?",
        shortened(reason),
        studyId);
  }

  /** Notes that the attempt that was interrupted does not count. */
  void uncounted(String studyId) {
    update("UPDATE study_tasks SET attempts = MAX(attempts - 1, 0) WHERE study_id = ?", studyId);
  }

  /** Puts a task that was triggered while it ran back to the start. */
  void again(String studyId) {
    update(
        "UPDATE study_tasks SET state = 'queued', attempts = 0, triggered_again = 0, progress = 0"
            + " WHERE study_id = ?",
        studyId);
  }

  private long now() {
    return clock.millis();
  }

  private static String shortened(String reason) {
    return reason.length() <= REASON_LIMIT ? reason : reason.substring(0, REASON_LIMIT);
  }

  private int update(String sql, @Nullable Object... parameters) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private List<TaskRecord> query(String condition, @Nullable Object... parameters) {
    String sql = "SELECT * FROM study_tasks " + condition;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      List<TaskRecord> records = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          records.add(record(rows));
        }
      }
      return records;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  private static TaskRecord record(ResultSet row) throws SQLException {
    String stage = row.getString("stage");
    return new TaskRecord(
        row.getString("study_id"),
        TaskState.ofLabel(row.getString("state")),
        stage == null ? null : Stage.ofLabel(stage),
        row.getDouble("progress"),
        row.getString("reason"),
        FilmsJson.read(row.getString("films")),
        row.getInt("attempts"),
        Instant.ofEpochMilli(row.getLong("queued_at")),
        time(row, "started_at"),
        time(row, "finished_at"));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static QueueException failure(SQLException e) {
    return new QueueException(
        "the queue's database refused a statement (" + e.getMessage() + "); is its disk full?", e);
  }
}
