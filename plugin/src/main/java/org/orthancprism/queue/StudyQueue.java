// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.time.Clock;

/** The end of the queue where studies are put in. Safe for use by several threads. */
public final class StudyQueue {

  private final TaskRecords records;
  private final SchedulerClient scheduler;
  private final Clock clock;

  public StudyQueue(QueueDatabase database, Clock clock) {
    this.records = new TaskRecords(database, clock);
    this.scheduler = SchedulerClient.Builder.create(database.dataSource()).build();
    this.clock = clock;
  }

  /**
   * Notes that a study is to be worked on, durably, within milliseconds.
   *
   * <p>A study that waits already keeps its place. One that is being worked on will be looked at
   * again when that has ended.
   *
   * @param studyId Orthanc's identifier of the study
   * @throws QueueException when the database can't be written
   */
  public void add(String studyId) {
    records.triggered(studyId);
    scheduler.scheduleIfNotExists(StudyTask.DESCRIPTOR.instance(studyId).build(), clock.instant());
  }
}
