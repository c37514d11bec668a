// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the queue where studies are taken out: runs one task at a time. Any number of
 * processes may each have one on the same database; db-scheduler sees to it that a task is run by
 * one of them.
 */
public final class StudyConsumer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StudyConsumer.class);

  private final TaskRecords records;
  private final StudyQueue queue;
  private final Scheduler scheduler;

  /**
   * A consumer that does not run yet.
   *
   * @param database the queue
   * @param handler does the work
   * @param name tells this consumer from others, for example by host and process
   * @param timing how soon things are noticed
   * @param retries how often a task is tried again
   */
  public StudyConsumer(
      QueueDatabase database,
      StudyHandler handler,
      String name,
      Timing timing,
      RetryPolicy retries,
      Clock clock) {
    this.records = new TaskRecords(database, clock);
    this.queue = new StudyQueue(database, clock);
    this.scheduler =
        Scheduler.create(database.dataSource(), new StudyTask(handler, records, retries, clock))
            .schedulerName(new SchedulerName.Fixed(name))
            .threads(1)
            .pollingInterval(timing.polling())
            .heartbeatInterval(timing.heartbeat())
            .missedHeartbeatsLimit(Timing.MISSED_HEARTBEATS)
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
   * @param shutdown how long {@link #close} waits for the running task
   */
  public record Timing(Duration polling, Duration heartbeat, Duration shutdown) {

    static final int MISSED_HEARTBEATS = 4;

    /** A new task is seen within a second, a dead worker's is taken over within 18 seconds. */
    public static final Timing DEFAULT =
        new Timing(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(5));
  }

  /** Begins to take tasks out. */
  public void start() {
    for (String study : records.unscheduled()) {
      LOG.info("Study {}: its task was left behind, scheduled again", study);
      queue.add(study);
    }
    scheduler.start();
  }

  /** Takes no further task, and waits a while for the running one. */
  @Override
  public void close() {
    scheduler.stop();
  }
}
