// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/** When an object says that it was made. */
class CreationTimeTest {

  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private static Optional<Instant> time(String date, String time, String zone) {
    return CreationTime.of(
        Dataset.builder()
            .set(Tag.INSTANCE_CREATION_DATE, date)
            .set(Tag.INSTANCE_CREATION_TIME, time)
            .set(Tag.TIMEZONE_OFFSET_FROM_UTC, zone)
            .build(),
        PARIS);
  }

  @ParameterizedTest
  @CsvSource({
    "20260131, 120000, '', 2026-01-31T11:00:00Z",
    "20260131, 120000.123456, +0000, 2026-01-31T12:00:00Z",
    "20260131, 1230, -0500, 2026-01-31T17:30:00Z",
    "20260131, 12, +0000, 2026-01-31T12:00:00Z",
    "20260131, '', +0000, 2026-01-31T23:59:59Z",
  })
  void isReadInItsOwnZoneAsFarAsItIsTold(String date, String time, String zone, String expected) {
    assertEquals(Optional.of(Instant.parse(expected)), time(date, time, zone));
  }

  @ParameterizedTest
  @CsvSource({"'', 120000, +0000", "20260231, 120000, +0000", "20260131, 120000, +9900"})
  void whatIsNoTimeIsNone(String date, String time, String zone) {
    assertEquals(Optional.empty(), time(date, time, zone));
  }

  @Test
  void anObjectWithoutADayTellsNone() {
    assertEquals(Optional.empty(), CreationTime.of(Dataset.empty(), PARIS));
  }
}
