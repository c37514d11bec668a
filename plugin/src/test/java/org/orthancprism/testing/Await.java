// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what other threads and processes bring about. */
public final class Await {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final long STEP_NANOS = 5_000_000;

  private Await() {}

  /** The first value that meets the condition; fails after half a minute, telling the last one. */
  public static <T> T until(Callable<T> value, Predicate<T> condition) throws Exception {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    T seen = value.call();
    while (!condition.test(seen)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("what was waited for did not come; last seen: " + seen);
      }
      LockSupport.parkNanos(STEP_NANOS);
      seen = value.call();
    }
    return seen;
  }
}
