// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.util.Locale;

/** Where a study's task stands. */
public enum TaskState {
  /** Waits for a worker, for the first time or for a retry. */
  QUEUED,
  /** A worker is at it. */
  RUNNING,
  /** Ended well, which includes a study with nothing in it to edit. */
  DONE,
  /** Ended without result; the reason is kept. */
  FAILED;

  /** The state's name as it stands in JSON and in the database, for example {@code queued}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TaskState ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
