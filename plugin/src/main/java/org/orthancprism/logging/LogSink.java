// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.logging;

/** Where log lines end up. */
@FunctionalInterface
public interface LogSink {

  /**
   * Writes one event.
   *
   * @param line one line, without line break
   */
  void write(Severity severity, String line);
}
