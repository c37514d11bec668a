// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a worker begins tasks. */
class DailyWindowTest {

  @ParameterizedTest(name = "{0} to {1} holds {2}: {3}")
  @CsvSource({
    "08:00, 18:00, 2026-01-15T07:00:00Z, true",
    "08:00, 18:00, 2026-01-15T06:59:59Z, false",
    "08:00, 18:00, 2026-01-15T17:00:00Z, false",
    "22:00, 06:00, 2026-01-15T23:30:00Z, true",
    "22:00, 06:00, 2026-01-15T12:00:00Z, false",
    "22:00, 06:00, 2026-07-15T04:30:00Z, false",
    "22:00, 06:00, 2026-01-15T04:30:00Z, true",
    "00:00, 00:00, 2026-01-15T12:00:00Z, true"
  })
  void isOpenFromItsBeginningToItsEndInItsOwnZone(
      LocalTime from, LocalTime to, Instant instant, boolean open) {
    assertEquals(open, new DailyWindow(from, to, ZoneId.of("Europe/Paris")).contains(instant));
  }
}
