// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import java.time.Clock;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;
import org.orthancprism.request.TaskKey;
import org.orthancprism.task.TaskOrigin;

/** The executions that db-scheduler has before it: one a task that is queued or running. */
final class Executions {

  private final SchedulerClient scheduler;
  private final Sql sql;
  private final Clock clock;

  Executions(QueueDatabase database, Clock clock) {
    this.scheduler =
        SchedulerClient.Builder.create(database.dataSource())
            .jdbcCustomization(database.customization())
            .enablePriority()
            .build();
    this.sql = new Sql(database);
    this.clock = clock;
  }

  /**
   * How db-scheduler calls the tasks of an Orthanc. A worker takes only those of the Orthancs that
   * it knows.
   */
  static TaskDescriptor<Void> descriptor(String orthanc) {
    return TaskDescriptor.of("study:" + orthanc);
  }

  /** Has a task executed as soon as a worker is free; one that waits keeps its place. */
  void schedule(TaskKey task, TaskOrigin origin) {
    boolean added =
        scheduler.scheduleIfNotExists(
            descriptor(task.orthanc()).instance(task.id()).priority(origin.priority()).build(),
            clock.instant());
    if (!added) {
      sql.update(
          "UPDATE scheduled_tasks SET priority = ? WHERE task_name = ? AND task_instance = ? AND"
              + " picked = false AND priority < ?",
          origin.priority(),
          descriptor(task.orthanc()).getTaskName(),
          task.id(),
          origin.priority());
    }
  }

  /** Takes a task out that no worker is at; returns whether there was one. */
  boolean withdraw(TaskKey task) {
    return sql.update(
            "DELETE FROM scheduled_tasks WHERE task_name = ? AND task_instance = ? AND picked ="
                + " false",
            descriptor(task.orthanc()).getTaskName(),
            task.id())
        == 1;
  }

  /** Puts back a task that a worker has taken and does not end; it is due at once. */
  void release(TaskKey task, String worker) {
    sql.update(
        "UPDATE scheduled_tasks SET picked = false, picked_by = NULL, last_heartbeat = NULL,"
            + " version = version + 1 WHERE task_name = ? AND task_instance = ? AND picked = true"
            + " AND picked_by = ?",
        descriptor(task.orthanc()).getTaskName(),
        task.id(),
        worker);
  }
}
