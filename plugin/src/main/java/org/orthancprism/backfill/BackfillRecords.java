// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.backfill;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;
import org.orthancprism.results.Replacements;

/** What is left of an Orthanc's backfill, kept with the queue so that a restart loses nothing. */
final class BackfillRecords {

  /** Studies that are written down by one statement. */
  private static final int TOGETHER = 500;

  private final QueueDatabase database;
  private final Sql sql;
  private final String orthanc;
  private final Clock clock;
  private final Replacements replacements;

  BackfillRecords(QueueDatabase database, String orthanc, Clock clock) {
    this.database = database;
    this.sql = new Sql(database);
    this.orthanc = orthanc;
    this.clock = clock;
    this.replacements = new Replacements(database, orthanc);
  }

  /**
   * Adds studies; those that wait already stay where they are.
   *
   * @param replace whether results of earlier packs are to be made anew
   */
  void add(Collection<String> studyIds, boolean replace) {
    List<String> studies = List.copyOf(new LinkedHashSet<>(studyIds));
    database.together(
        () -> {
          int added = 0;
          for (int i = 0; i < studies.size(); i += TOGETHER) {
            List<String> some = studies.subList(i, Math.min(studies.size(), i + TOGETHER));
            added += insert(some);
            if (replace) {
              replacements.add(some);
            }
          }
          sql.update(
              "INSERT INTO backfills (orthanc, studies, queued, asked_at) VALUES (?, ?, 0, ?) ON"
                  + " CONFLICT (orthanc) DO UPDATE SET studies = excluded.studies + CASE WHEN"
                  + " backfills.ended_at IS NULL THEN backfills.studies ELSE 0 END, queued = CASE"
                  + " WHEN backfills.ended_at IS NULL THEN backfills.queued ELSE 0 END, asked_at ="
                  + " excluded.asked_at, ended_at = NULL",
              orthanc,
              added,
              clock.millis());
        });
  }

  private int insert(List<String> studies) {
    List<Object> parameters = new ArrayList<>();
    studies.forEach(study -> parameters.addAll(List.of(orthanc, study)));
    return sql.update(
        "INSERT INTO backfill_studies (orthanc, study_id) VALUES "
            + String.join(", ", Collections.nCopies(studies.size(), "(?, ?)"))
            + " ON CONFLICT (orthanc, study_id) DO NOTHING",
        parameters.toArray());
  }

  /** The studies that are next, in the order in which they were added. */
  List<String> next(int limit) {
    return sql.query(
        row -> row.getString(1),
        "SELECT study_id FROM backfill_studies WHERE orthanc = ? ORDER BY number LIMIT ?",
        orthanc,
        limit);
  }

  /** Whether the results of a study are to be made anew. */
  boolean isReplaced(String studyId) {
    return replacements.has(studyId);
  }

  /** Notes that studies are in the queue. */
  void queued(List<String> studies) {
    List<Object> parameters = new ArrayList<>(List.of(orthanc));
    parameters.addAll(studies);
    sql.update(
        "DELETE FROM backfill_studies WHERE orthanc = ? AND study_id IN ("
            + String.join(", ", Collections.nCopies(studies.size(), "?"))
            + ")",
        parameters.toArray());
    sql.update(
        "UPDATE backfills SET queued = queued + ? WHERE orthanc = ?", studies.size(), orthanc);
  }

  /**
   * Notes that nothing is left; returns how far it came, or nothing where that was noted before.
   */
  Optional<BackfillProgress> ended() {
    return sql.update(
                "UPDATE backfills SET ended_at = ? WHERE orthanc = ? AND ended_at IS NULL AND NOT"
                    + " EXISTS (SELECT 1 FROM backfill_studies WHERE orthanc = ?)",
                clock.millis(),
                orthanc,
                orthanc)
            == 1
        ? Optional.of(progress())
        : Optional.empty();
  }

  BackfillProgress progress() {
    return sql.first(
            row -> {
              long ended = row.getLong("ended_at");
              Optional<Instant> endedAt =
                  row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended));
              return new BackfillProgress(
                  row.getLong("studies"),
                  row.getLong("queued"),
                  Optional.of(Instant.ofEpochMilli(row.getLong("asked_at"))),
                  endedAt);
            },
            "SELECT * FROM backfills WHERE orthanc = ?",
            orthanc)
        .orElse(BackfillProgress.NONE);
  }
}
