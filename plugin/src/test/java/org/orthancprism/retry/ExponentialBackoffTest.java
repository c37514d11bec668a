// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The waits between attempts. */
class ExponentialBackoffTest {

  @Test
  void theWaitDoublesUpToItsLimit() {
    ExponentialBackoff backoff =
        new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(60));
    assertEquals(Duration.ofSeconds(1), backoff.wait(1));
    assertEquals(Duration.ofSeconds(8), backoff.wait(4));
    assertEquals(Duration.ofSeconds(60), backoff.wait(7));
    assertEquals(Duration.ofSeconds(60), backoff.wait(10_000));
  }
}
