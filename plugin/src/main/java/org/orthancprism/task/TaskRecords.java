// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.task;

import jakarta.json.JsonString;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.orthancprism.database.JsonColumn;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.TaskKey;

/** The records of the tasks of one Orthanc, to look at. */
public final class TaskRecords {

  /** What {@link #record} reads; conditions may follow. */
  public static final String COLUMNS =
      "SELECT tasks.*, (SELECT rules FROM task_rules WHERE task_rules.orthanc = tasks.orthanc AND"
          + " task_rules.task_id = tasks.task_id) AS rules FROM tasks";

  private static final String OF_ORTHANC = COLUMNS + " WHERE orthanc = ?";

  private final Sql sql;
  private final String orthanc;
  private final SeparateStudies separateStudies;

  /**
   * Records in a queue.
   *
   * @param orthanc the Orthanc whose tasks they are
   */
  public TaskRecords(QueueDatabase database, String orthanc) {
    this.sql = new Sql(database);
    this.orthanc = orthanc;
    this.separateStudies = new SeparateStudies(database, orthanc);
  }

  /** The record of a task; that of a study which arrived bears the study's identifier. */
  public Optional<TaskRecord> find(String taskId) {
    return sql.first(TaskRecords::record, OF_ORTHANC + " AND task_id = ?", orthanc, taskId);
  }

  /** A page of records. */
  public List<TaskRecord> page(TaskFilter filter) {
    List<Object> parameters = new ArrayList<>();
    String query = pageQuery(filter, parameters);
    return sql.query(TaskRecords::record, query, parameters.toArray());
  }

  /**
   * The query for a page; an index has its rows in their order. A study of results has the tasks of
   * the study that they were made of.
   */
  public String pageQuery(TaskFilter filter, List<Object> parameters) {
    StringBuilder query = new StringBuilder(OF_ORTHANC);
    parameters.add(orthanc);
    filter
        .state()
        .ifPresent(
            state -> {
              query.append(" AND state = ?");
              parameters.add(state.label());
            });
    filter
        .studyId()
        .ifPresent(
            study -> {
              query.append(" AND study_id = ?");
              parameters.add(separateStudies.source(study).orElse(study));
            });
    filter
        .after()
        .flatMap(this::find)
        .ifPresent(
            last -> {
              // The first of these leads into the index, however many pages are before.
              query.append(" AND queued_at <= ? AND (queued_at < ? OR task_id > ?)");
              parameters.add(last.queuedAt().toEpochMilli());
              parameters.add(last.queuedAt().toEpochMilli());
              parameters.add(last.key().id());
            });
    query.append(" ORDER BY queued_at DESC, task_id LIMIT ?");
    parameters.add(filter.limit());
    return query.toString();
  }

  /** The records last triggered, newest first. */
  public List<TaskRecord> newest(int limit) {
    return page(TaskFilter.newest(limit));
  }

  /** How many tasks there are in each state. */
  public Map<TaskState, Long> counts() {
    Map<TaskState, Long> counts = new EnumMap<>(TaskState.class);
    for (TaskState state : TaskState.values()) {
      counts.put(state, 0L);
    }
    sql.query(
            row -> Map.entry(TaskState.ofLabel(row.getString(1)), row.getLong(2)),
            "SELECT state, SUM(tasks) FROM task_counts WHERE orthanc = ? GROUP BY state",
            orthanc)
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  /** How many tasks failed, by the label of the kind of their failure. */
  public Map<String, Long> failures() {
    Map<String, Long> failures = new TreeMap<>();
    sql.query(
            row -> Map.entry(row.getString(1), row.getLong(2)),
            "SELECT failure, tasks FROM task_counts WHERE orthanc = ? AND state = 'failed' AND"
                + " failure <> '' AND tasks > 0",
            orthanc)
        .forEach(count -> failures.put(count.getKey(), count.getValue()));
    return failures;
  }

  /**
   * How long a stage took in all tasks that ended.
   *
   * @param times how often it was gone through
   * @param seconds how long it took, all in all
   */
  public record StageTotal(long times, double seconds) {}

  /** How long each stage took so far; those not gone through yet are missing. */
  public Map<Stage, StageTotal> stageTotals() {
    Map<Stage, StageTotal> totals = new EnumMap<>(Stage.class);
    sql.query(
            row ->
                Map.entry(
                    Stage.ofLabel(row.getString("stage")),
                    new StageTotal(row.getLong("times"), row.getDouble("seconds"))),
            "SELECT * FROM stage_totals WHERE orthanc = ?",
            orthanc)
        .forEach(total -> totals.put(total.getKey(), total.getValue()));
    return totals;
  }

  public static TaskRecord record(ResultSet row) throws SQLException {
    String stage = row.getString("stage");
    String failure = row.getString("failure");
    return new TaskRecord(
        new TaskKey(row.getString("orthanc"), row.getString("task_id")),
        row.getString("study_id"),
        TaskOrigin.ofLabel(row.getString("origin")),
        Optional.ofNullable(row.getString("request")).map(CounterfactualRequest::read),
        texts(row.getString("edits")),
        texts(row.getString("rules")),
        TaskState.ofLabel(row.getString("state")),
        stage == null ? null : Stage.ofLabel(stage),
        row.getDouble("progress"),
        row.getString("reason"),
        failure == null ? null : FailureKind.ofLabel(failure),
        FilmsJson.read(row.getString("films")),
        row.getInt("attempts"),
        row.getString("worker"),
        Instant.ofEpochMilli(row.getLong("queued_at")),
        time(row, "started_at"),
        time(row, "finished_at"));
  }

  private static List<String> texts(@Nullable String json) {
    return json == null ? List.of() : JsonColumn.array(json).getValuesAs(JsonString::getString);
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
