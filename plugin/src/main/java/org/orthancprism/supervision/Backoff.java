// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.time.Duration;

/**
 * How long to wait before a process that died is started again: twice as long each time, and from
 * the start again once it has lived for a while.
 *
 * @param first wait after the first death
 * @param longest the wait never grows beyond this
 * @param recovered a process that lived this long counts as having run well
 */
public record Backoff(Duration first, Duration longest, Duration recovered) {

  /**
   * One second to one minute. One that can't start dies within seconds; one that lives for ten has
   * begun to work, and if a film took it down, the others should not wait.
   */
  public static final Backoff DEFAULT =
      new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(10));

  public Backoff {
    if (first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("the longest wait is not below the first");
    }
  }

  /**
   * The wait before the next start.
   *
   * @param deaths deaths in a row, at least 1
   */
  public Duration wait(int deaths) {
    Duration wait = first;
    for (int i = 1; i < deaths && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
