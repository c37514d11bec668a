// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueException;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.TaskKey;
import org.orthancprism.task.FailureKind;
import org.orthancprism.task.SeparateStudies;
import org.orthancprism.task.TaskOrigin;
import org.orthancprism.task.TaskRecord;
import org.orthancprism.task.TaskState;

/**
 * The end of the queue where the studies of one Orthanc are put in, and taken back. Safe for use by
 * several threads. Each method is durable when it returns, and throws {@link QueueException} when
 * the database can't be written.
 */
public final class StudyQueue {

  private final TaskJournal journal;
  private final Executions executions;
  private final SeparateStudies separateStudies;
  private final DeliveryRecords deliveries;
  private final QueueDatabase database;
  private final String orthanc;

  /**
   * A queue that a study can be put into.
   *
   * @param orthanc the name by which the queue knows this Orthanc
   */
  public StudyQueue(QueueDatabase database, String orthanc, Clock clock) {
    this.journal = new TaskJournal(database, clock);
    this.executions = new Executions(database, clock);
    this.separateStudies = new SeparateStudies(database, orthanc);
    this.deliveries = new DeliveryRecords(database, orthanc, clock);
    this.database = database;
    this.orthanc = orthanc;
  }

  /**
   * Notes that a study is to be worked on, within milliseconds.
   *
   * <p>A study that waits already keeps its place. One that is being worked on will be looked at
   * again when that has ended. A study that holds nothing but results is left alone.
   *
   * @param studyId Orthanc's identifier of the study
   */
  public void add(String studyId) {
    trigger(studyId, TaskOrigin.ARRIVAL);
  }

  /** Adds several, which writes far less to a disk that is shared with Orthanc than one by one. */
  public void addAll(Collection<String> studyIds) {
    database.together(() -> studyIds.forEach(this::add));
  }

  /** Like {@link #add}, but whatever arrives goes first. */
  public void backfill(String studyId) {
    trigger(studyId, TaskOrigin.BACKFILL);
  }

  /** Has the edits of a study made again that users asked for and got, after whatever arrives. */
  public void repeatRequests(String studyId) {
    for (TaskRecord task : journal.doneRequests(orthanc, studyId)) {
      if (journal.retried(task.key())) {
        executions.schedule(task.key(), TaskOrigin.BACKFILL);
      }
    }
  }

  private void trigger(String studyId, TaskOrigin origin) {
    if (separateStudies.source(studyId).isPresent()) {
      return;
    }
    TaskKey task = new TaskKey(orthanc, studyId);
    if (journal.triggered(task, origin)) {
      executions.schedule(task, origin);
    }
  }

  /**
   * Has particular edits made of a study; a study that holds nothing but results means that of its
   * films. Returns the task, which is the same for the same.
   */
  public TaskKey request(String studyId, CounterfactualRequest request) {
    String films = separateStudies.source(studyId).orElse(studyId);
    TaskKey task = request.key(orthanc, films);
    journal.requested(task, films, request);
    executions.schedule(task, TaskOrigin.REQUEST);
    return task;
  }

  /**
   * Has a task done again that ended, and its results sent that no destination took.
   *
   * @return false where it has not ended, or there is none
   */
  public boolean retry(String taskId) {
    TaskKey task = new TaskKey(orthanc, taskId);
    if (!journal.retried(task)) {
      return false;
    }
    deliveries.retry(taskId);
    executions.schedule(task, TaskOrigin.ARRIVAL);
    return true;
  }

  /** Has tasks done again, which writes far less to the disk than one by one; returns how many. */
  public int retryAll(Collection<String> taskIds) {
    AtomicInteger retried = new AtomicInteger();
    database.together(
        () -> {
          for (String task : taskIds) {
            if (retry(task)) {
              retried.incrementAndGet();
            }
          }
        });
    return retried.get();
  }

  /**
   * Takes a task back that has not ended. A worker that is at it learns of it at its next step;
   * once it stores results, it is too late.
   *
   * @return false where it has ended already, or there is none
   */
  public boolean cancel(String taskId, String reason) {
    TaskKey task = new TaskKey(orthanc, taskId);
    Optional<TaskRecord> record = journal.find(task);
    return record.filter(StudyQueue::isUnfinished).isPresent()
        && cancel(task, FailureKind.CANCELLED, reason);
  }

  /** Takes back all tasks of a study that is no longer in Orthanc. */
  public void studyDeleted(String studyId) {
    for (TaskRecord task : journal.unfinished(orthanc, studyId)) {
      cancel(task.key(), FailureKind.STUDY_DELETED, "the study was deleted");
    }
  }

  private boolean cancel(TaskKey task, FailureKind kind, String reason) {
    if (executions.withdraw(task)) {
      journal.cancelled(task, kind, reason);
      return true;
    }
    return journal.cancelRequested(task, kind, reason);
  }

  /** Schedules what a crash left in the records without an execution; returns those tasks. */
  List<TaskKey> repair() {
    List<TaskRecord> left = journal.unscheduled(orthanc);
    left.forEach(task -> executions.schedule(task.key(), task.origin()));
    return left.stream().map(TaskRecord::key).toList();
  }

  private static boolean isUnfinished(TaskRecord task) {
    return task.state() == TaskState.QUEUED || task.state() == TaskState.RUNNING;
  }
}
