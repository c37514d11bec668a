// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that Orthanc's threads don't wait for, one piece after another. It ends with Orthanc: what
 * comes after that is left out, as the next start finds it in Orthanc's change log.
 */
final class Background implements Executor, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  /** How long what has begun may go on when Orthanc stops, which waits for it. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          work -> {
            Thread created = new Thread(work, "prism-background");
            created.setDaemon(true);
            return created;
          },
          (work, executor) -> LOG.debug("Orthanc stops; what came in the background is left out"));

  @Override
  public void execute(Runnable work) {
    thread.execute(work);
  }

  /** Does it once, after a while. */
  @SuppressWarnings("FutureReturnValueIgnored") // the work logs what goes wrong in it
  void after(Duration wait, Runnable work) {
    thread.schedule(work, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Does it again and again, each time so long after it has ended. */
  @SuppressWarnings("FutureReturnValueIgnored") // the work logs what goes wrong in it
  void every(long seconds, Runnable work) {
    thread.scheduleWithFixedDelay(work, seconds, seconds, TimeUnit.SECONDS);
  }

  /** Whether Orthanc stops, so that a failure means nothing. */
  boolean isClosing() {
    return thread.isShutdown();
  }

  /** Takes nothing more; what waits is done still. */
  void stopTaking() {
    thread.shutdown();
  }

  /** Takes nothing more, and waits a while for what it has. */
  @Override
  public void close() {
    stopTaking();
    try {
      if (!thread.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
