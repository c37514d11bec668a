// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what one Orthanc's part of a queue has kept long enough. A study whose record is gone and
 * that is triggered again is told from a new one by its mark in Orthanc.
 */
public final class QueuePruning {

  private static final Logger LOG = LoggerFactory.getLogger(QueuePruning.class);

  private final Sql sql;
  private final String orthanc;
  private final Retention retention;
  private final Clock clock;

  /**
   * Pruning of an Orthanc's part.
   *
   * @param orthanc the name by which the queue knows it
   */
  public QueuePruning(QueueDatabase database, String orthanc, Retention retention, Clock clock) {
    this.sql = new Sql(database);
    this.orthanc = orthanc;
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * Removes what is old enough. Tasks that somebody cancelled stay, or else the next trigger would
   * do what was not wanted.
   */
  public void prune() {
    int tasks =
        delete(
            retention.tasks(),
            "DELETE FROM tasks WHERE orthanc = ? AND finished_at < ? AND (state IN ('done',"
                + " 'failed') OR (state = 'cancelled' AND failure <> 'cancelled')) AND task_id NOT"
                + " IN (SELECT task_instance FROM scheduled_tasks WHERE task_name = '"
                + Executions.descriptor(orthanc).getTaskName()
                + "')");
    if (tasks > 0) {
      sql.update(
          "DELETE FROM task_rules WHERE orthanc = ? AND task_id NOT IN (SELECT task_id FROM tasks"
              + " WHERE orthanc = ?)",
          orthanc,
          orthanc);
    }
    delete(retention.tasks(), "DELETE FROM film_effects WHERE orthanc = ? AND at < ?");
    int entries = delete(retention.audit(), "DELETE FROM audit WHERE orthanc = ? AND at < ?");
    if (tasks > 0 || entries > 0) {
      LOG.info("Kept long enough: tasks {}, entries of the audit trail {}", tasks, entries);
    }
  }

  private int delete(Optional<Duration> age, String statement) {
    return age.isEmpty()
        ? 0
        : sql.update(statement, orthanc, clock.millis() - age.get().toMillis());
  }
}
