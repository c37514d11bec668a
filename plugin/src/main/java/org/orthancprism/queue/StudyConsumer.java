// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.request.TaskKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the queue where studies are taken out. Any number of processes may each have one on
 * the same database; db-scheduler sees to it that a task is run by one of them.
 */
public final class StudyConsumer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StudyConsumer.class);

  /** Tasks of Orthancs that this worker does not know are others' to do, however long they wait. */
  private static final Duration NEVER = Duration.ofDays(100_000);

  private final List<StudyQueue> queues;
  private final List<StudyTask> tasks;
  private final Scheduler scheduler;

  /**
   * A consumer that does not run yet.
   *
   * @param database the queue
   * @param handlers does the work, by the name of the Orthanc whose tasks are taken; called by as
   *     many threads at once as there are tasks
   * @param name distinguishes this consumer from others, for example by host and process
   * @param tasks how many tasks run at once, at least 1
   * @param timing how soon things are noticed
   * @param retries how often a task is tried again
   */
  public StudyConsumer(
      QueueDatabase database,
      Map<String, StudyHandler> handlers,
      String name,
      int tasks,
      Timing timing,
      RetryPolicy retries,
      Clock clock) {
    List<StudyTask> known = new ArrayList<>();
    List<StudyQueue> fed = new ArrayList<>();
    handlers.forEach(
        (orthanc, handler) -> {
          known.add(new StudyTask(orthanc, name, handler, database, retries, clock));
          fed.add(new StudyQueue(database, orthanc, clock));
        });
    this.queues = List.copyOf(fed);
    this.tasks = List.copyOf(known);
    this.scheduler =
        Scheduler.create(database.dataSource(), List.<Task<?>>copyOf(known))
            .schedulerName(new SchedulerName.Fixed(name))
            .threads(tasks)
            .jdbcCustomization(database.customization())
            .enablePriority()
            // No more than are executed at once, so that what comes later and is urgent goes first.
            .pollUsingFetch(0, 1)
            .pollingInterval(timing.polling())
            .heartbeatInterval(timing.heartbeat())
            .missedHeartbeatsLimit(Timing.MISSED_HEARTBEATS)
            .deleteUnresolvedAfter(NEVER)
            .shutdownMaxWait(timing.shutdown())
            .failureLogging(LogLevel.WARN, false)
            .clock(clock::instant)
            .build();
  }

  /**
   * How soon things are noticed.
   *
   * @param polling longest time until a new task is seen
   * @param heartbeat a worker that misses {@value #MISSED_HEARTBEATS} of these is taken for dead,
   *     and its task is given to another
   * @param shutdown how long {@link #stop} waits for the running tasks, and after that, as they are
   *     interrupted, once more
   */
  public record Timing(Duration polling, Duration heartbeat, Duration shutdown) {

    static final int MISSED_HEARTBEATS = 4;

    /** A new task is seen within a second, a dead worker's is taken over within 18 seconds. */
    public static final Timing DEFAULT =
        new Timing(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(2));
  }

  /** Begins to take tasks out. */
  public void start() {
    for (StudyQueue queue : queues) {
      for (TaskKey task : queue.repair()) {
        LOG.info("Task {}: was left behind, scheduled again", task.id());
      }
    }
    scheduler.start();
  }

  /** Claims no further task until resumed; running tasks continue. */
  public void pause() {
    scheduler.pause();
  }

  /** Takes tasks again. */
  public void resume() {
    scheduler.resume();
  }

  /**
   * Takes no further task, and waits a while for the running ones. Those that have not ended by
   * then are put back, so that the next consumer begins them at once, and the attempt does not
   * count.
   *
   * @return whether all have ended
   */
  public boolean stop() {
    scheduler.stop();
    List<TaskKey> left = tasks.stream().flatMap(task -> task.giveBack().stream()).toList();
    for (TaskKey task : left) {
      LOG.info("Task {}: interrupted, will be taken up again", task.id());
    }
    return left.isEmpty();
  }

  @Override
  public void close() {
    stop();
  }
}
