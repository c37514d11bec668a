// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.delivery;

import java.time.Duration;

/**
 * When results are sent again to a destination that did not take them.
 *
 * @param firstWait time from the first attempt to the second; doubled each time
 * @param longestWait the wait never grows beyond this
 * @param givenUpAfter no attempt is made when that has passed since the first was due
 */
public record DeliveryPolicy(Duration firstWait, Duration longestWait, Duration givenUpAfter) {

  /** Half a minute to half an hour, for a week. */
  public static final DeliveryPolicy DEFAULT =
      new DeliveryPolicy(Duration.ofSeconds(30), Duration.ofMinutes(30), Duration.ofDays(7));

  public DeliveryPolicy {
    if (firstWait.isNegative() || longestWait.compareTo(firstWait) < 0) {
      throw new IllegalArgumentException("the longest wait is not below the first");
    }
  }

  /** The wait after so many failed attempts, at least 1. */
  Duration wait(int attempts) {
    Duration wait = firstWait;
    for (int i = 1; i < attempts && wait.compareTo(longestWait) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longestWait) < 0 ? wait : longestWait;
  }
}
