// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import org.orthancprism.request.TaskKey;

/** Thrown out of an attempt when its task was cancelled. */
public final class TaskCancelled extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TaskCancelled(TaskKey task) {
    super("task " + task.id() + " was cancelled");
  }
}
