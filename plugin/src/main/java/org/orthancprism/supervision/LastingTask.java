// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that is run again and again, whatever one run of it throws. An executor drops a periodic
 * task that throws, without a word and for good; an {@code OutOfMemoryError} is enough.
 *
 * @param what the task in a few words, for the log
 */
public record LastingTask(String what, Runnable task) implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(LastingTask.class);

  public LastingTask {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(task, "task");
  }

  @Override
  public void run() {
    try {
      task.run();
    } catch (Throwable e) {
      report(e);
    }
  }

  private void report(Throwable failure) {
    try {
      LOG.error("{} failed, and is tried again", what, failure);
    } catch (Throwable noMemory) {
      // No memory is left to report with. The next run does, if it fails as well.
      return;
    }
  }
}
