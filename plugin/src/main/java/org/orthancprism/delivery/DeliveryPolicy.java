// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.delivery;

import java.time.Duration;
import org.orthancprism.retry.ExponentialBackoff;

/**
 * When results are sent again to a destination that did not take them.
 *
 * @param backoff the waits between attempts
 * @param givenUpAfter no attempt is made when that has passed since the first was due
 */
public record DeliveryPolicy(ExponentialBackoff backoff, Duration givenUpAfter) {

  /** Half a minute to half an hour, for a week. */
  public static final DeliveryPolicy DEFAULT =
      new DeliveryPolicy(
          new ExponentialBackoff(Duration.ofSeconds(30), Duration.ofMinutes(30)),
          Duration.ofDays(7));
}
