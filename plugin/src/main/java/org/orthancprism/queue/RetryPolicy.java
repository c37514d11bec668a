// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.time.Duration;
import org.orthancprism.retry.ExponentialBackoff;

/**
 * How often and when a task is tried again after a failure that may pass.
 *
 * @param attempts attempts in all, at least 1
 * @param backoff the waits between them
 */
public record RetryPolicy(int attempts, ExponentialBackoff backoff) {

  /** Five attempts within about ten minutes. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(5, new ExponentialBackoff(Duration.ofSeconds(10), Duration.ofMinutes(5)));

  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("at least one attempt, and not " + attempts);
    }
  }
}
