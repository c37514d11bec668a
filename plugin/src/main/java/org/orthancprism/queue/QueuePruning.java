// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what one Orthanc's part of a queue has kept long enough. A study whose record is gone and
 * that is triggered again is distinguished from a new one by its mark in Orthanc.
 *
 * <p>It removes some rows at a time and lets others write in between: a worker whose heartbeat
 * can't be written is taken for dead.
 */
public final class QueuePruning {

  private static final Logger LOG = LoggerFactory.getLogger(QueuePruning.class);

  /** Rows that are removed at once, within some milliseconds. */
  static final int BATCH = 1000;

  private static final Duration PAUSE = Duration.ofMillis(50);

  /**
   * Tasks that ended by themselves. Cancelled ones stay, or else the next trigger would do what was
   * not wanted; what was triggered since, or is to be executed again, has not ended.
   */
  private static final String ENDED =
      " AND queued_at < ? AND (state IN ('done', 'failed') OR (state = 'cancelled' AND failure <>"
          + " 'cancelled')) AND NOT EXISTS (SELECT 1 FROM scheduled_tasks WHERE task_name = ? AND"
          + " task_instance = tasks.task_id)";

  private final QueueDatabase database;
  private final Sql sql;
  private final String orthanc;
  private final Retention retention;
  private final Clock clock;
  private final Pause pause;

  /** Lets others write. */
  @FunctionalInterface
  interface Pause {
    void make() throws InterruptedException;
  }

  /**
   * Pruning of an Orthanc's part.
   *
   * @param orthanc the name by which the queue knows it
   */
  public QueuePruning(QueueDatabase database, String orthanc, Retention retention, Clock clock) {
    this(database, orthanc, retention, clock, () -> TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis()));
  }

  QueuePruning(
      QueueDatabase database, String orthanc, Retention retention, Clock clock, Pause pause) {
    this.database = database;
    this.sql = new Sql(database);
    this.orthanc = orthanc;
    this.retention = retention;
    this.clock = clock;
    this.pause = pause;
  }

  /** Removes what is old enough, and gives its space on the disk back. */
  public void prune() {
    try {
      long tasks = pruneTasks();
      long effects =
          prune(
              retention.tasks(),
              "DELETE FROM film_effects WHERE (orthanc, instance, edit, pack) IN (SELECT orthanc,"
                  + " instance, edit, pack FROM film_effects WHERE orthanc = ? AND at < ? ORDER BY"
                  + " at LIMIT ?)");
      long ends =
          prune(
              retention.tasks(),
              "DELETE FROM edit_ends WHERE (orthanc, instance, edit, pack) IN (SELECT orthanc,"
                  + " instance, edit, pack FROM edit_ends WHERE orthanc = ? AND at < ? ORDER BY at"
                  + " LIMIT ?)");
      prune(
          retention.tasks(),
          "DELETE FROM film_decodings WHERE (orthanc, film) IN (SELECT orthanc, film FROM"
              + " film_decodings WHERE orthanc = ? AND at < ? ORDER BY at LIMIT ?)");
      prune(
          retention.tasks(),
          "DELETE FROM deliveries WHERE (orthanc, task_id, destination, batch) IN (SELECT orthanc,"
              + " task_id, destination, batch FROM deliveries WHERE orthanc = ? AND ended_at < ?"
              + " ORDER BY ended_at LIMIT ?)");
      long entries =
          prune(
              retention.audit(),
              "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE orthanc = ? AND at < ?"
                  + " ORDER BY at LIMIT ?)");
      if (tasks + effects + ends + entries > 0) {
        LOG.info("Kept long enough: tasks {}, entries of the audit trail {}", tasks, entries);
        while (database.giveBack()) {
          pause.make();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Ended(String id, long at) {}

  private long pruneTasks() throws InterruptedException {
    if (retention.tasks().isEmpty()) {
      return 0;
    }
    long before = clock.millis() - retention.tasks().get().toMillis();
    long removed = 0;
    long from = Long.MIN_VALUE;
    List<Ended> batch;
    do {
      // From where the batch before came to, past those that stay.
      batch =
          sql.query(
              row -> new Ended(row.getString("task_id"), row.getLong("finished_at")),
              "SELECT task_id, finished_at FROM tasks WHERE orthanc = ? AND finished_at >= ? AND"
                  + " finished_at < ?"
                  + ENDED
                  + " ORDER BY finished_at LIMIT ?",
              orthanc,
              from,
              before,
              before,
              taskName(),
              BATCH);
      if (!batch.isEmpty()) {
        int gone = remove(batch, before);
        removed += gone;
        from = gone == 0 ? before : batch.get(batch.size() - 1).at();
        pause.make();
      }
    } while (batch.size() == BATCH);
    return removed;
  }

  /** Asks once more for each: one may have been triggered again meanwhile. */
  private int remove(List<Ended> batch, long before) {
    List<Object> parameters = new ArrayList<>(List.of(orthanc, before, before, taskName()));
    batch.forEach(task -> parameters.add(task.id()));
    return sql.update(
        "DELETE FROM tasks WHERE orthanc = ? AND finished_at < ?"
            + ENDED
            + " AND task_id IN ("
            + String.join(", ", Collections.nCopies(batch.size(), "?"))
            + ")",
        parameters.toArray());
  }

  private String taskName() {
    return Executions.descriptor(orthanc).getTaskName();
  }

  private long prune(Optional<Duration> age, String statement) throws InterruptedException {
    if (age.isEmpty()) {
      return 0;
    }
    long before = clock.millis() - age.get().toMillis();
    long removed = 0;
    int gone;
    do {
      gone = sql.update(statement, orthanc, before, BATCH);
      removed += gone;
      if (gone > 0) {
        pause.make();
      }
    } while (gone == BATCH);
    return removed;
  }
}
