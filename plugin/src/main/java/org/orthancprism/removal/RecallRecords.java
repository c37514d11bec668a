// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.orthancprism.database.JsonColumn;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;
import org.orthancprism.task.SeparateStudies;

/** The recalls of an Orthanc, kept with the queue so that a restart loses nothing. */
final class RecallRecords {

  private final QueueDatabase database;
  private final Sql sql;
  private final SeparateStudies separateStudies;
  private final String orthanc;
  private final Clock clock;

  RecallRecords(QueueDatabase database, String orthanc, Clock clock) {
    this.database = database;
    this.sql = new Sql(database);
    this.separateStudies = new SeparateStudies(database, orthanc);
    this.orthanc = orthanc;
    this.clock = clock;
  }

  /**
   * A study that is still to be looked at.
   *
   * @param tries how often a worker was at it
   */
  record Next(String studyId, int tries) {}

  /** Adds a recall with the studies that may hold such results; returns its number. */
  long add(String actor, Criterion criterion, boolean dryRun) {
    long[] number = new long[1];
    database.together(
        () -> {
          number[0] = insert(actor, criterion, dryRun);
          insertStudies(number[0], criterion);
          sql.update(
              "UPDATE recalls SET ended_at = NULL, candidates = (SELECT COUNT(*) FROM"
                  + " recall_studies WHERE recall = ?) WHERE number = ?",
              number[0],
              number[0]);
        });
    return number[0];
  }

  /** As one that has ended: it begins when its studies are written down, too. */
  private long insert(String actor, Criterion criterion, boolean dryRun) {
    return sql.first(
            row -> row.getLong(1),
            "INSERT INTO recalls (orthanc, actor, criterion, dry_run, candidates, looked, failed,"
                + " studies, series, instances, tasks, asked_at, ended_at) VALUES (?, ?, ?, ?, 0,"
                + " 0, 0, 0, 0, 0, 0, ?, ?) RETURNING number",
            orthanc,
            actor,
            criterion.json().toString(),
            dryRun ? 1 : 0,
            clock.millis(),
            clock.millis())
        .orElseThrow();
  }

  private void insertStudies(long recall, Criterion criterion) {
    if (criterion.study().isPresent()) {
      String study = criterion.study().get();
      sql.update(
          "INSERT INTO recall_studies (recall, study_id, tries) VALUES (?, ?, 0)",
          recall,
          separateStudies.source(study).orElse(study));
      return;
    }
    sql.update(
        "INSERT INTO recall_studies (recall, study_id, tries) SELECT number, study_id, 0 FROM"
            + " recalls, result_studies WHERE recalls.number = ? AND result_studies.orthanc = ?",
        recall,
        orthanc);
  }

  /** The recall that is next, or under way. */
  Optional<Recall> current() {
    return sql.first(
        RecallRecords::recall,
        "SELECT * FROM recalls WHERE orthanc = ? AND ended_at IS NULL ORDER BY number LIMIT 1",
        orthanc);
  }

  /** The recall of a number. */
  Optional<Recall> find(long number) {
    return sql.first(
        RecallRecords::recall,
        "SELECT * FROM recalls WHERE orthanc = ? AND number = ?",
        orthanc,
        number);
  }

  /** The newest recalls, the newest first. */
  List<Recall> newest(int limit) {
    return sql.query(
        RecallRecords::recall,
        "SELECT * FROM recalls WHERE orthanc = ? ORDER BY number DESC LIMIT ?",
        orthanc,
        limit);
  }

  /** The study that is next; those that a worker was at come last. */
  Optional<Next> next(long recall) {
    return sql.first(
        row -> new Next(row.getString("study_id"), row.getInt("tries")),
        "SELECT study_id, tries FROM recall_studies WHERE recall = ? ORDER BY tries, study_id LIMIT"
            + " 1",
        recall);
  }

  /** Notes that a worker is at a study. */
  void postponed(long recall, String studyId) {
    sql.update(
        "UPDATE recall_studies SET tries = tries + 1 WHERE recall = ? AND study_id = ?",
        recall,
        studyId);
  }

  /** Notes what became of a study. */
  void looked(long recall, String studyId, Removed removed) {
    leave(recall, studyId, removed, 0);
  }

  /** Notes that Orthanc refused to read or delete something of a study. */
  void failed(long recall, String studyId) {
    leave(recall, studyId, Removed.NOTHING, 1);
  }

  private void leave(long recall, String studyId, Removed removed, int failed) {
    database.together(
        () -> {
          sql.update(
              "DELETE FROM recall_studies WHERE recall = ? AND study_id = ?", recall, studyId);
          sql.update(
              "UPDATE recalls SET looked = looked + 1, failed = failed + ?, studies = studies + ?,"
                  + " series = series + ?, instances = instances + ?, tasks = tasks + ? WHERE"
                  + " number = ?",
              failed,
              removed.studies(),
              removed.series(),
              removed.instances(),
              removed.tasks(),
              recall);
        });
  }

  /** Notes that nothing is left. */
  void ended(long recall) {
    sql.update("UPDATE recalls SET ended_at = ? WHERE number = ?", clock.millis(), recall);
  }

  private static Recall recall(ResultSet row) throws SQLException {
    long ended = row.getLong("ended_at");
    Optional<Instant> endedAt =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended));
    return new Recall(
        row.getLong("number"),
        row.getString("actor"),
        criterion(row.getString("criterion")),
        row.getInt("dry_run") == 1,
        row.getLong("candidates"),
        row.getLong("looked"),
        row.getLong("failed"),
        new Removed(
            row.getLong("studies"),
            row.getLong("series"),
            row.getLong("instances"),
            row.getLong("tasks")),
        Instant.ofEpochMilli(row.getLong("asked_at")),
        endedAt);
  }

  private static Criterion criterion(String text) {
    return Criterion.read(JsonColumn.object(text));
  }
}
