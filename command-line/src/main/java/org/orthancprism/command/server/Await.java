// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for something that another process does without a notification. */
public final class Await {

  /** What comes soon is noticed soon; each pause is longer than the one before, up to a limit. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

  private Await() {}

  /**
   * Asks until the condition holds or the time is over.
   *
   * @return whether the condition held in time; false too when the thread was interrupted
   */
  public static boolean until(Duration atMost, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    long pause = FIRST_PAUSE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline || !pause(pause)) {
        return false;
      }
      pause = Math.min(LONGEST_PAUSE.toNanos(), pause + pause / 2);
    }
    return true;
  }

  private static boolean pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
