// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The state of a task. */
public enum TaskState {
  /** Waits for a worker, for the first time or for a retry. */
  QUEUED,
  /** A worker is at it. */
  RUNNING,
  /** Ended well, which includes a study with nothing in it to edit. */
  DONE,
  /** Ended without result; the reason is kept. */
  FAILED,
  /** Cancelled by a user, or since its study was deleted. */
  CANCELLED;

  /** The state's name in JSON and in the database, for example {@code queued}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state with a name, if there is one. */
  public static Optional<TaskState> find(String label) {
    return Arrays.stream(values()).filter(state -> state.label().equals(label)).findFirst();
  }

  public static TaskState ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
