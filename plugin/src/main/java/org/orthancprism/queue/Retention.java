// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;

/**
 * How long finished tasks are kept.
 *
 * @param tasks how long the record of a task that ended is kept; empty for ever
 * @param audit how long an entry of the audit trail is kept; empty for ever
 */
public record Retention(Optional<Duration> tasks, Optional<Duration> audit) {

  /** The keys that the section {@code Queue} allows. */
  public static final Set<String> KEYS = Set.of("KeepTasksDays", "KeepAuditDays");

  private static final int DEFAULT_TASKS_DAYS = 365;
  private static final int MOST_DAYS = 36_500;

  /** Records of tasks for a year, and the audit trail for ever. */
  public static final Retention DEFAULT =
      new Retention(Optional.of(Duration.ofDays(DEFAULT_TASKS_DAYS)), Optional.empty());

  /**
   * Reads it from the section {@code Queue}; 0 days mean for ever.
   *
   * @throws ConfigurationException names the JSON path of the first fault
   */
  public static Retention read(Section queue) throws ConfigurationException {
    return new Retention(
        days(queue.number("KeepTasksDays", DEFAULT_TASKS_DAYS, 0, MOST_DAYS)),
        days(queue.number("KeepAuditDays", 0, 0, MOST_DAYS)));
  }

  private static Optional<Duration> days(int days) {
    return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
  }
}
