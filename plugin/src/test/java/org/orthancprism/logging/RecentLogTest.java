// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentLogTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void everyLineIsPassedOnAndTheNewestAreKept() {
    List<String> passed = new ArrayList<>();
    RecentLog log =
        new RecentLog((severity, line) -> passed.add(line), Clock.fixed(NOW, ZoneOffset.UTC), 2);
    log.write(Severity.INFO, "one");
    log.write(Severity.WARNING, "two");
    log.write(Severity.ERROR, "three");
    assertEquals(List.of("one", "two", "three"), passed);
    assertEquals(
        List.of(
            new RecentLog.Entry(NOW, Severity.ERROR, "three"),
            new RecentLog.Entry(NOW, Severity.WARNING, "two")),
        log.newest(10));
    assertEquals(1, log.newest(1).size());
  }
}
