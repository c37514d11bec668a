// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;

/**
 * The hours of the day in which tasks are begun.
 *
 * @param from when they begin, included
 * @param to when they end, not included; earlier than {@code from} for a window over midnight
 * @param zone where it is this time
 */
public record DailyWindow(LocalTime from, LocalTime to, ZoneId zone) {

  public DailyWindow {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(zone, "zone");
  }

  /** Whether it is open; one that begins when it ends always is. */
  public boolean contains(Instant instant) {
    LocalTime time = instant.atZone(zone).toLocalTime();
    if (from.equals(to)) {
      return true;
    }
    boolean begun = !time.isBefore(from);
    boolean ended = !time.isBefore(to);
    return from.isBefore(to) ? begun && !ended : begun || !ended;
  }
}
