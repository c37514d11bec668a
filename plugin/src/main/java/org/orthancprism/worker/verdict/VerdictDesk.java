// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.verdict;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.orthancprism.database.QueueException;
import org.orthancprism.supervision.DaemonThreads;
import org.orthancprism.supervision.LastingTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has verdicts written within seconds, beside the studies' tasks, which may take minutes; also
 * while the queue is paused.
 */
public final class VerdictDesk implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(VerdictDesk.class);

  private static final long SECONDS = 2;

  private final List<VerdictWriter> writers;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("prism-verdicts"));

  /**
   * @param writers those of all Orthancs
   */
  public VerdictDesk(List<VerdictWriter> writers) {
    this.writers = List.copyOf(writers);
  }

  /** Begins. */
  @SuppressWarnings("FutureReturnValueIgnored") // a lasting task logs what goes wrong in it
  public void start() {
    thread.scheduleWithFixedDelay(
        new LastingTask("writing readers' verdicts", this::write),
        SECONDS,
        SECONDS,
        TimeUnit.SECONDS);
  }

  private void write() {
    try {
      writers.forEach(VerdictWriter::write);
    } catch (QueueException e) {
      LOG.warn("Verdicts wait, as the queue does not answer: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
