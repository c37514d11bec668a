// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.logging;

import java.util.logging.Level;

/** The severities that Orthanc's log has. */
public enum Severity {
  INFO,
  WARNING,
  ERROR;

  static Severity of(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return ERROR;
    }
    return level.intValue() >= Level.WARNING.intValue() ? WARNING : INFO;
  }
}
