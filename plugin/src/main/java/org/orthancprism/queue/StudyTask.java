// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueException;
import org.orthancprism.effects.EffectRecords;
import org.orthancprism.effects.EndRecords;
import org.orthancprism.logging.LogLine;
import org.orthancprism.request.TaskKey;
import org.orthancprism.results.Replacements;
import org.orthancprism.results.ResultStudies;
import org.orthancprism.task.FailureKind;
import org.orthancprism.task.SeparateStudies;
import org.orthancprism.task.TaskOrigin;
import org.orthancprism.task.TaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The tasks of one Orthanc as db-scheduler runs them: one execution a task.
 *
 * <p>An execution whose worker died is revived by db-scheduler when its heartbeat lapses. Attempts
 * are counted in the task's record when they begin, so that a study that takes its worker down each
 * time is given up as well.
 */
final class StudyTask extends CustomTask<Void> {

  private static final Logger LOG = LoggerFactory.getLogger(StudyTask.class);

  private final String orthanc;
  private final String worker;
  private final StudyHandler handler;
  private final TaskJournal journal;
  private final Executions executions;
  private final EffectRecords effects;
  private final EndRecords ends;
  private final ResultStudies results;
  private final Replacements replacements;
  private final SeparateStudies separateStudies;
  private final RetryPolicy retries;
  private final Clock clock;
  private final Set<TaskKey> running = ConcurrentHashMap.newKeySet();

  StudyTask(
      String orthanc,
      String worker,
      StudyHandler handler,
      QueueDatabase database,
      RetryPolicy retries,
      Clock clock) {
    this(
        orthanc,
        worker,
        handler,
        new TaskJournal(database, clock),
        new Executions(database, clock),
        new EffectRecords(database, orthanc, clock),
        new EndRecords(database, orthanc, clock),
        new ResultStudies(database, orthanc),
        new Replacements(database, orthanc),
        new SeparateStudies(database, orthanc),
        retries,
        clock);
  }

  private StudyTask(
      String orthanc,
      String worker,
      StudyHandler handler,
      TaskJournal journal,
      Executions executions,
      EffectRecords effects,
      EndRecords ends,
      ResultStudies results,
      Replacements replacements,
      SeparateStudies separateStudies,
      RetryPolicy retries,
      Clock clock) {
    super(
        Executions.descriptor(orthanc).getTaskName(),
        Void.class,
        null,
        now -> now,
        new FailureHandler.OnFailureRetryLater<>(retries.backoff().first()),
        (complete, operations) -> revive(orthanc, complete, operations, journal, clock));
    this.orthanc = orthanc;
    this.worker = worker;
    this.handler = handler;
    this.journal = journal;
    this.executions = executions;
    this.effects = effects;
    this.ends = ends;
    this.results = results;
    this.replacements = replacements;
    this.separateStudies = separateStudies;
    this.retries = retries;
    this.clock = clock;
  }

  private static void revive(
      String orthanc,
      ExecutionComplete complete,
      ExecutionOperations<Void> operations,
      TaskJournal journal,
      Clock clock) {
    TaskKey task = new TaskKey(orthanc, complete.getExecution().taskInstance.getId());
    LOG.warn("Task {}: the worker at it has died, another takes it over", task.id());
    journal.waiting(task, FailureKind.WORKER_DIED, "the worker at it has died");
    operations.reschedule(complete, clock.instant());
  }

  @Override
  public CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
    TaskKey task = new TaskKey(orthanc, instance.getId());
    MDC.put(LogLine.TASK, task.id());
    running.add(task);
    try {
      int attempt = journal.started(task, worker);
      Optional<TaskRecord> record = journal.find(task);
      if (record.isEmpty()) {
        LOG.warn("It has no record, and is dropped");
        return (complete, operations) -> operations.remove();
      }
      return execute(record.get(), attempt);
    } finally {
      running.remove(task);
      interruptionIsOver();
      MDC.remove(LogLine.TASK);
    }
  }

  /** An interruption meant the work that has ended, not what the queue is told of its end. */
  private static void interruptionIsOver() {
    boolean unused = Thread.interrupted();
  }

  /** Puts back what this worker, which ends, is still at; returns those tasks. */
  List<TaskKey> giveBack() {
    List<TaskKey> left = List.copyOf(running);
    for (TaskKey task : left) {
      journal.uncounted(task, "the worker was asked to end");
      executions.release(task, worker);
    }
    return left;
  }

  private CompletionHandler<Void> execute(TaskRecord task, int number) {
    RecordedAttempt attempt =
        new RecordedAttempt(
            task,
            number >= retries.attempts(),
            journal,
            effects,
            ends,
            results,
            replacements,
            separateStudies,
            clock);
    TaskOutcome outcome;
    if (number > retries.attempts()) {
      outcome =
          new TaskOutcome.Failed(
              FailureKind.WORKER_DIED,
              "given up: the worker died at each of " + retries.attempts() + " attempts");
    } else {
      try {
        outcome = attempt(attempt);
      } catch (TaskCancelled e) {
        return cancelled(task.key());
      }
    }
    if (outcome instanceof TaskOutcome.RetryLater later && attempt.last()) {
      outcome =
          new TaskOutcome.Failed(
              later.kind(), "given up after " + number + " attempts: " + later.reason());
    }
    return end(task.key(), number, outcome, attempt);
  }

  private TaskOutcome attempt(RecordedAttempt attempt) {
    try {
      return handler.process(attempt);
    } catch (TaskCancelled e) {
      throw e;
    } catch (QueueException e) {
      return new TaskOutcome.RetryLater(
          FailureKind.DEFECT, Objects.requireNonNullElse(e.getMessage(), "the queue is down"));
    } catch (OutOfMemoryError e) {
      return new TaskOutcome.RetryLater(
          FailureKind.MEMORY, "the worker has not enough memory: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("An error in the plugin itself", e);
      return new TaskOutcome.Failed(
          FailureKind.DEFECT, "an error in the plugin itself, see the log: " + e);
    }
  }

  private CompletionHandler<Void> end(
      TaskKey task, int number, TaskOutcome outcome, RecordedAttempt attempt) {
    if (outcome instanceof TaskOutcome.Done done) {
      LOG.info("Done{}", done.reason().isEmpty() ? "" : ": " + done.reason());
      return ended(task, () -> journal.done(task, done.reason()), attempt);
    }
    if (outcome instanceof TaskOutcome.Failed failed) {
      if (failed.kind() == FailureKind.STUDY_DELETED) {
        LOG.warn("Cancelled: {}", failed.reason());
        return cancelled(task, failed.kind(), failed.reason());
      }
      LOG.error("Failed: {}", failed.reason());
      return ended(task, () -> journal.failed(task, failed.kind(), failed.reason()), attempt);
    }
    if (outcome instanceof TaskOutcome.NothingNew) {
      LOG.debug("Nothing new");
      return ended(task, () -> journal.unchanged(task), attempt);
    }
    if (outcome instanceof TaskOutcome.RetryLater later) {
      Duration wait = retries.backoff().wait(number);
      LOG.warn(
          "Attempt {} of {} failed, next in {} s: {}",
          number,
          retries.attempts(),
          wait.toSeconds(),
          later.reason());
      return (complete, operations) -> {
        journal.waiting(task, later.kind(), later.reason());
        operations.reschedule(complete, clock.instant().plus(wait));
      };
    }
    LOG.info("Interrupted, will be taken up again: {}", outcome.reason());
    return (complete, operations) -> {
      journal.uncounted(task, outcome.reason());
      operations.reschedule(complete, clock.instant());
    };
  }

  /**
   * Removes the execution before the record ends: a trigger that comes between the two is seen in
   * the record, one that comes after both schedules anew. Were it the other way round, a trigger
   * between the two would find the old execution and be lost.
   */
  private CompletionHandler<Void> ended(
      TaskKey task, BooleanSupplier endRecord, RecordedAttempt attempt) {
    return (complete, operations) -> {
      operations.remove();
      if (!endRecord.getAsBoolean()) {
        LOG.info("Task {}: was triggered again meanwhile", task.id());
        journal.again(task);
        executions.schedule(task, TaskOrigin.ARRIVAL);
      }
      journal.took(orthanc, attempt.times());
    };
  }

  /** Cancelled by a user, whose reason is in the record. */
  private CompletionHandler<Void> cancelled(TaskKey task) {
    Optional<TaskRecord> record = journal.find(task);
    FailureKind kind =
        record.flatMap(found -> Optional.ofNullable(found.failure())).orElse(FailureKind.CANCELLED);
    String reason =
        record.flatMap(found -> Optional.ofNullable(found.reason())).orElse("cancelled");
    LOG.warn("Cancelled: {}", reason);
    return cancelled(task, kind, reason);
  }

  private CompletionHandler<Void> cancelled(TaskKey task, FailureKind kind, String reason) {
    return (complete, operations) -> {
      operations.remove();
      journal.cancelled(task, kind, reason);
    };
  }
}
