// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.time.Duration;

/**
 * How often and when a task is tried again after a failure that may pass.
 *
 * @param attempts attempts in all, at least 1
 * @param firstWait time from the first attempt to the second; doubled each time
 * @param longestWait the wait never grows beyond this
 */
public record RetryPolicy(int attempts, Duration firstWait, Duration longestWait) {

  /** Five attempts within about ten minutes. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofSeconds(10), Duration.ofMinutes(5));

  public RetryPolicy {
    if (attempts < 1 || firstWait.isNegative() || longestWait.compareTo(firstWait) < 0) {
      throw new IllegalArgumentException(
          "at least one attempt, and a longest wait not below the first");
    }
  }

  /** The wait after an attempt, the first being 1. */
  Duration wait(int attempt) {
    Duration wait = firstWait;
    for (int i = 1; i < attempt && wait.compareTo(longestWait) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longestWait) < 0 ? wait : longestWait;
  }
}
