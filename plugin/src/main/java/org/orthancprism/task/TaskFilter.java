// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.task;

import java.util.Optional;

/**
 * Which tasks to list, the newest first.
 *
 * @param state only those in this state
 * @param studyId only those of this study
 * @param after only those behind the task with this id, as the last of the page before
 * @param limit at most so many, at least 1
 */
public record TaskFilter(
    Optional<TaskState> state, Optional<String> studyId, Optional<String> after, int limit) {

  public TaskFilter {
    if (limit < 1) {
      throw new IllegalArgumentException("at least one task");
    }
  }

  /** The newest of all. */
  public static TaskFilter newest(int limit) {
    return new TaskFilter(Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }
}
