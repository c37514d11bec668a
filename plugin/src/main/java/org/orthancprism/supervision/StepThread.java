// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread for long work in small steps, with room for others between them. A step that fails is
 * taken again later, whatever it throws.
 */
public final class StepThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StepThread.class);

  /** In which others use the database and Orthanc. */
  private static final Duration BETWEEN = Duration.ofMillis(50);

  private static final Duration UNTIL_NEXT_TRY = Duration.ofSeconds(10);

  private final String what;
  private final Step step;
  private final Semaphore work = new Semaphore(1);
  private final Thread thread;

  /** A part of the work. */
  @FunctionalInterface
  public interface Step {

    /** Takes the next step; returns false where none is left. */
    boolean take() throws Exception;
  }

  /**
   * A thread that does not run yet.
   *
   * @param name the thread's name
   * @param what the work in a few words, for the log
   */
  public StepThread(String name, String what, Step step) {
    this.what = Objects.requireNonNull(what, "what");
    this.step = Objects.requireNonNull(step, "step");
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Begins, with what was left when it last ended. */
  public void start() {
    thread.start();
  }

  /** There is new work. */
  public void wake() {
    work.release();
  }

  /** Ends it after the step that is being taken. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        work.acquire();
        work.drainPermits();
        takeAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeAll() throws InterruptedException {
    while (true) {
      try {
        if (!step.take()) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception | OutOfMemoryError e) {
        LOG.warn(
            "{} can't go on, next try in {} s: {}",
            what,
            UNTIL_NEXT_TRY.toSeconds(),
            e.getMessage());
        TimeUnit.SECONDS.sleep(UNTIL_NEXT_TRY.toSeconds());
      }
    }
  }
}
