// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;

/**
 * How long results are kept in Orthanc.
 *
 * @param duration since they were made; empty for ever
 */
public record ResultsKept(Optional<Duration> duration) {

  /** The key in the section {@code Results}. */
  public static final String OPTION = "KeepDays";

  /** The option as administrators know it, in whose name results are deleted. */
  static final String NAME = "Results." + OPTION;

  private static final int MOST_DAYS = 36_500;

  public ResultsKept {
    Objects.requireNonNull(duration, "duration");
  }

  /**
   * Reads it from the section {@code Results}; 0 days mean for ever.
   *
   * @throws ConfigurationException names the JSON path of the fault
   */
  public static ResultsKept read(Section results) throws ConfigurationException {
    int days = results.number(OPTION, 0, 0, MOST_DAYS);
    return new ResultsKept(days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days)));
  }
}
