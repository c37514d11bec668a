// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.configuration;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Hours of the day.
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

  /**
   * Reads a window with {@code From}, {@code To} and {@code Zone}; none where the section is empty.
   */
  public static Optional<DailyWindow> read(Section window) throws ConfigurationException {
    window.allow(Set.of("From", "To", "Zone"));
    return window.keys().isEmpty()
        ? Optional.empty()
        : Optional.of(new DailyWindow(time(window, "From"), time(window, "To"), zone(window)));
  }

  private static LocalTime time(Section window, String key) throws ConfigurationException {
    try {
      return LocalTime.parse(window.requiredText(key));
    } catch (DateTimeException e) {
      throw window.fault(key, "must be a time of day such as 22:30");
    }
  }

  private static ZoneId zone(Section window) throws ConfigurationException {
    try {
      Optional<String> zone = window.text("Zone");
      return zone.isPresent() ? ZoneId.of(zone.get()) : ZoneId.systemDefault();
    } catch (DateTimeException e) {
      throw window.fault("Zone", "must be a time zone such as Europe/Paris");
    }
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
