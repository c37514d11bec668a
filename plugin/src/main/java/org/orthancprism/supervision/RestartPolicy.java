// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.time.Duration;
import org.orthancprism.retry.ExponentialBackoff;

/**
 * When a process that died is started again: after twice as long each time, and from the start
 * again once it has lived for a while.
 *
 * @param backoff the waits after deaths in a row
 * @param recovered a process that lived this long counts as having run well
 */
public record RestartPolicy(ExponentialBackoff backoff, Duration recovered) {

  /**
   * One second to one minute. One that can't start dies within seconds; one that lives for ten has
   * begun to work, and if a film took it down, the others should not wait.
   */
  public static final RestartPolicy DEFAULT =
      new RestartPolicy(
          new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1)),
          Duration.ofSeconds(10));
}
