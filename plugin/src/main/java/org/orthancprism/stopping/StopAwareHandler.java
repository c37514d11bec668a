// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.stopping;

import java.util.function.BooleanSupplier;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyHandler;
import org.orthancprism.queue.TaskCancelled;
import org.orthancprism.queue.TaskOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Believes no failure of a task while its worker is being stopped: files that are read are closed
 * under it then, Orthanc and the queue go away, and whatever comes of that says nothing about the
 * study. The task is taken up again by the next worker, and the attempt does not count.
 */
public final class StopAwareHandler implements StudyHandler {

  private static final Logger LOG = LoggerFactory.getLogger(StopAwareHandler.class);
  private static final String REASON = "the worker was asked to end";

  private final StudyHandler handler;
  private final BooleanSupplier stopping;

  /**
   * The same handler, but for its failures while the worker is being stopped.
   *
   * @param stopping whether it is
   */
  public StopAwareHandler(StudyHandler handler, BooleanSupplier stopping) {
    this.handler = handler;
    this.stopping = stopping;
  }

  @Override
  public TaskOutcome process(Attempt attempt) {
    TaskOutcome outcome;
    try {
      outcome = handler.process(attempt);
    } catch (TaskCancelled e) {
      throw e;
    } catch (RuntimeException e) {
      if (stopping.getAsBoolean()) {
        LOG.info("Broke off while the worker was being stopped", e);
        return new TaskOutcome.Interrupted(REASON);
      }
      throw e;
    }
    boolean failed =
        outcome instanceof TaskOutcome.Failed || outcome instanceof TaskOutcome.RetryLater;
    if (failed && stopping.getAsBoolean()) {
      LOG.info("Broke off while the worker was being stopped: {}", outcome.reason());
      return new TaskOutcome.Interrupted(REASON);
    }
    return outcome;
  }
}
