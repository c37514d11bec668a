// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.retry;

import java.time.Duration;

/**
 * Waits between attempts, each twice as long as the one before.
 *
 * @param first wait after the first failure
 * @param longest the wait never grows beyond this
 */
public record ExponentialBackoff(Duration first, Duration longest) {

  public ExponentialBackoff {
    if (first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "a wait of " + first + " is negative, or longer than the longest, " + longest);
    }
  }

  /**
   * The wait before the next attempt.
   *
   * @param failures failures in a row, at least 1
   */
  public Duration wait(int failures) {
    Duration wait = first;
    for (int i = 1; i < failures && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
