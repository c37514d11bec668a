// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets work clean up after itself when the user ends the program (Ctrl-C, SIGTERM): its thread is
 * interrupted, and the program ends when the work has, or after a few seconds.
 */
public final class Interruption {

  private static final long PATIENCE_SECONDS = 10;

  private final CountDownLatch cleanedUp = new CountDownLatch(1);
  private final Thread hook;

  private Interruption(Thread worker) {
    this.hook = new Thread(() -> interrupt(worker), "interrupt");
  }

  /**
   * Work that heeds interruption.
   *
   * @param <T> what it makes
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {

    /** Does it. */
    T run() throws E;
  }

  /** Does work in the calling thread. */
  public static <T, E extends Exception> T guard(Work<T, E> work) throws E {
    Interruption interruption = new Interruption(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    try {
      return work.run();
    } finally {
      interruption.end();
    }
  }

  private void interrupt(Thread worker) {
    worker.interrupt();
    try {
      cleanedUp.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    cleanedUp.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending, and the hook waits no longer.
    }
  }
}
