// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A study's task as db-scheduler runs it: one execution a study, its instance being Orthanc's
 * identifier of the study.
 *
 * <p>An execution whose worker died is revived by db-scheduler when its heartbeat lapses. Attempts
 * are counted in the study's record when they begin, so that a study that takes its worker down
 * each time is given up as well.
 */
final class StudyTask extends CustomTask<Void> {

  static final TaskDescriptor<Void> DESCRIPTOR = TaskDescriptor.of("study");

  private static final Logger LOG = LoggerFactory.getLogger(StudyTask.class);

  private final StudyHandler handler;
  private final TaskRecords records;
  private final RetryPolicy retries;
  private final Clock clock;

  StudyTask(StudyHandler handler, TaskRecords records, RetryPolicy retries, Clock clock) {
    super(
        DESCRIPTOR.getTaskName(),
        Void.class,
        null,
        now -> now,
        new FailureHandler.OnFailureRetryLater<>(retries.longestWait()),
        (complete, operations) -> revive(complete, operations, records, clock));
    this.handler = handler;
    this.records = records;
    this.retries = retries;
    this.clock = clock;
  }

  private static void revive(
      ExecutionComplete complete,
      ExecutionOperations<Void> operations,
      TaskRecords records,
      Clock clock) {
    String study = complete.getExecution().taskInstance.getId();
    LOG.warn("Study {}: the worker at it has died, another takes it over", study);
    records.waiting(study, "the worker at it has died");
    operations.reschedule(complete, clock.instant());
  }

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
    String study = instance.getId();
    int attempt = records.started(study);
    TaskOutcome outcome =
        attempt > retries.attempts()
            ? new TaskOutcome.Failed(
                "given up: the worker died at each of " + retries.attempts() + " attempts")
            : attempt(new RecordedAttempt(study, attempt));
    if (outcome instanceof TaskOutcome.RetryLater later && attempt >= retries.attempts()) {
      outcome =
          new TaskOutcome.Failed("given up after " + attempt + " attempts: " + later.reason());
    }
    return end(study, attempt, outcome, context);
  }

  private TaskOutcome attempt(RecordedAttempt attempt) {
    try {
      return handler.process(attempt);
    } catch (RuntimeException e) {
      LOG.error("Study {}: an error in the plugin itself", attempt.studyId(), e);
      return new TaskOutcome.Failed("an error in the plugin itself, see the log: " + e);
    }
  }

  private CompletionHandler<Void> end(
      String study, int attempt, TaskOutcome outcome, ExecutionContext context) {
    if (outcome instanceof TaskOutcome.Done done) {
      LOG.info("Study {}: done{}", study, done.reason().isEmpty() ? "" : ": " + done.reason());
      return ended(study, () -> records.finished(study, TaskState.DONE, done.reason()), context);
    }
    if (outcome instanceof TaskOutcome.Failed failed) {
      LOG.error("Study {}: failed: {}", study, failed.reason());
      return ended(
          study, () -> records.finished(study, TaskState.FAILED, failed.reason()), context);
    }
    if (outcome instanceof TaskOutcome.NothingNew) {
      LOG.debug("Study {}: nothing new", study);
      return ended(study, () -> records.unchanged(study), context);
    }
    if (outcome instanceof TaskOutcome.RetryLater later) {
      Duration wait = retries.wait(attempt);
      LOG.warn(
          "Study {}: attempt {} of {} failed, next in {} s: {}",
          study,
          attempt,
          retries.attempts(),
          wait.toSeconds(),
          later.reason());
      return rescheduled(study, wait, later.reason());
    }
    LOG.info("Study {}: interrupted, will be taken up again: {}", study, outcome.reason());
    records.uncounted(study);
    return rescheduled(study, Duration.ZERO, outcome.reason());
  }

  /**
   * Removes the execution before the record ends: a trigger that comes between the two is seen in
   * the record, one that comes after both schedules anew. Were it the other way round, a trigger
   * between the two would find the old execution and be lost.
   */
  private CompletionHandler<Void> ended(
      String study, BooleanSupplier endRecord, ExecutionContext context) {
    return (complete, operations) -> {
      operations.remove();
      if (!endRecord.getAsBoolean()) {
        LOG.info("Study {}: was triggered again meanwhile", study);
        records.again(study);
        context
            .getSchedulerClient()
            .scheduleIfNotExists(DESCRIPTOR.instance(study).build(), clock.instant());
      }
    };
  }

  private CompletionHandler<Void> rescheduled(String study, Duration wait, String reason) {
    return (complete, operations) -> {
      records.waiting(study, reason);
      operations.reschedule(complete, clock.instant().plus(wait));
    };
  }

  /** An attempt that writes to the study's record. */
  private final class RecordedAttempt implements Attempt {

    private final String studyId;
    private final int number;

    RecordedAttempt(String studyId, int number) {
      this.studyId = studyId;
      this.number = number;
    }

    @Override
    public String studyId() {
      return studyId;
    }

    @Override
    public boolean last() {
      return number >= retries.attempts();
    }

    @Override
    public void progress(Stage stage, double progress) {
      records.progress(studyId, stage, progress);
    }

    @Override
    public void selected(List<FilmSelection> films) {
      records.selected(studyId, films);
    }
  }
}
