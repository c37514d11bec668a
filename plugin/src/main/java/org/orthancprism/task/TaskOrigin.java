// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.task;

import com.github.kagkarlsson.scheduler.task.Priority;
import java.util.Locale;

/** Why a task is there, which decides what goes first. */
public enum TaskOrigin {
  /** Somebody asked for particular edits and waits for them. */
  REQUEST(Priority.HIGH),
  /** The study has become stable. */
  ARRIVAL(Priority.MEDIUM),
  /** The study was there before; it has time. */
  BACKFILL(Priority.LOW);

  private final int priority;

  TaskOrigin(int priority) {
    this.priority = priority;
  }

  public int priority() {
    return priority;
  }

  /** The name in JSON and in the database, for example {@code arrival}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TaskOrigin ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
