// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;
import org.orthancprism.database.TextColumn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who asked for what. Entries are added, never changed, and removed by {@link Retention} alone. */
public final class AuditTrail {

  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  private static final int LONGEST_ACTOR = 200;
  private static final int LONGEST_DETAIL = 2000;

  private final Sql sql;
  private final String orthanc;
  private final Clock clock;

  /**
   * The trail of one Orthanc.
   *
   * @param orthanc the name by which the queue knows it
   */
  public AuditTrail(QueueDatabase database, String orthanc, Clock clock) {
    this.sql = new Sql(database);
    this.orthanc = orthanc;
    this.clock = clock;
  }

  /**
   * An entry.
   *
   * @param id grows from entry to entry
   * @param at when it was asked
   * @param actor the user, as Orthanc let them in
   * @param action what was asked for, for example {@code cancel}
   * @param studyId Orthanc's identifier of the study; null where it is about none in particular
   * @param taskId the task; null where it is about none
   * @param detail what else is to be known, such as edits and pack
   */
  public record Entry(
      long id,
      Instant at,
      String actor,
      String action,
      @Nullable String studyId,
      @Nullable String taskId,
      String detail) {

    public Entry {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(actor, "actor");
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(detail, "detail");
    }
  }

  /** Adds an entry, and logs it. */
  public void add(
      String actor,
      String action,
      @Nullable String studyId,
      @Nullable String taskId,
      String detail) {
    sql.update(
        "INSERT INTO audit (at, orthanc, actor, action, study_id, task_id, detail) VALUES (?, ?, ?,"
            + " ?, ?, ?, ?)",
        clock.millis(),
        orthanc,
        TextColumn.shortened(actor, LONGEST_ACTOR),
        action,
        studyId,
        taskId,
        TextColumn.shortened(detail, LONGEST_DETAIL));
    LOG.info(
        "Audit: {} by {}, study {}, task {}: {}",
        action,
        actor,
        Objects.requireNonNullElse(studyId, "-"),
        Objects.requireNonNullElse(taskId, "-"),
        detail);
  }

  /**
   * The newest entries.
   *
   * @param before only entries with a smaller id; empty for the newest of all
   */
  public List<Entry> newest(Optional<Long> before, int limit) {
    return sql.query(
        row ->
            new Entry(
                row.getLong("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("actor"),
                row.getString("action"),
                row.getString("study_id"),
                row.getString("task_id"),
                row.getString("detail")),
        "SELECT * FROM audit WHERE orthanc = ? AND id < ? ORDER BY id DESC LIMIT ?",
        orthanc,
        before.orElse(Long.MAX_VALUE),
        limit);
  }
}
