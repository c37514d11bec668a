// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.orthancprism.supervision.DaemonThreads;
import org.orthancprism.supervision.LastingTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that Orthanc's threads don't wait for. It ends with Orthanc, and drops what comes after
 * that: the next start finds it in Orthanc's change log.
 */
final class Background implements Executor, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  /** How long what has begun may go on when Orthanc stops, which waits for it. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final ScheduledThreadPoolExecutor executor;

  /**
   * @param name what its threads are called
   * @param threads how much it does at a time; with one thread, one piece after another
   */
  Background(String name, int threads) {
    this.executor =
        new ScheduledThreadPoolExecutor(
            threads,
            new DaemonThreads(name),
            (work, stopped) -> LOG.debug("Orthanc stops; {} leaves out what came since", name));
  }

  @Override
  public void execute(Runnable work) {
    executor.execute(work);
  }

  /** Does it once, after a while. */
  @SuppressWarnings("FutureReturnValueIgnored") // the work logs what goes wrong in it
  void after(Duration wait, Runnable work) {
    executor.schedule(work, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Does it again and again, each time so long after it has ended. */
  @SuppressWarnings("FutureReturnValueIgnored") // a lasting task logs what goes wrong in it
  void every(long seconds, Runnable work) {
    Runnable lasting = new LastingTask("work in the background", work);
    executor.scheduleWithFixedDelay(lasting, seconds, seconds, TimeUnit.SECONDS);
  }

  /** Whether Orthanc stops, so that a failure means nothing. */
  boolean isClosing() {
    return executor.isShutdown();
  }

  /** Takes nothing more; what waits is done still. */
  void stopTaking() {
    executor.shutdown();
  }

  /** Takes nothing more, and waits a while for what it has. */
  @Override
  public void close() {
    stopTaking();
    try {
      if (!executor.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
