// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Speed and time left, by a clock that the test turns. */
class TransferRateTest {

  private static final long MB = 1_000_000;

  private Instant now = Instant.EPOCH;
  private final TransferRate rate = new TransferRate(() -> now);

  private String after(int seconds, long done) {
    now = now.plus(Duration.ofSeconds(seconds));
    return rate.at(done, 1000 * MB);
  }

  @Test
  void nothingIsSaidOfSpeedBeforeSomethingCame() {
    assertEquals("0.0 of 1000.0 MB", after(0, 0));
    assertEquals("0.0 of 1000.0 MB", after(1, 0));
  }

  @Test
  void timeLeftFollowsFromTheSpeedOfTheLastSeconds() {
    after(0, 0);
    assertEquals("100.0 of 1000.0 MB, 10.0 MB/s, 2 min left", after(10, 100 * MB));
    for (int second = 1; second <= 30; second++) {
      after(1, (100 + second) * MB);
    }
    assertEquals("131.0 of 1000.0 MB, 1.0 MB/s, 14 min left", after(1, 131 * MB));
    assertEquals("1000.0 of 1000.0 MB", after(0, 1000 * MB).substring(0, 19));
  }

  @Test
  void aFileThatBeginsAnewDoesNotMakeTheSpeedNegative() {
    after(0, 500 * MB);
    assertEquals("100.0 of 1000.0 MB", after(1, 100 * MB));
    assertEquals("120.0 of 1000.0 MB, 20.0 MB/s, 44 s left", after(1, 120 * MB));
  }
}
