// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.orthancprism.testing.Await;

/** What a periodic task throws does not end it. */
class LastingTaskTest {

  private static void throwing(int run) {
    switch (run % 3) {
      case 0 -> throw new OutOfMemoryError("of a test");
      case 1 -> throw new IllegalStateException("of a test");
      default -> throw new StackOverflowError("of a test");
    }
  }

  @Test
  void aPeriodicTaskGoesOnWhateverItThrows() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    try {
      var unused =
          executor.scheduleWithFixedDelay(
              new LastingTask("a test", () -> throwing(runs.getAndIncrement())),
              0,
              1,
              TimeUnit.MILLISECONDS);
      Await.until(runs::get, count -> count > 6);
    } finally {
      executor.shutdownNow();
    }
  }
}
