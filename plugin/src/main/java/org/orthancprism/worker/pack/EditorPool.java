// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.pack;

import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Function;
import org.orthancprism.queue.TaskOutcome;

/**
 * Lends each task a slot. There is one for each task that runs at once, so no task waits. The slot
 * used last is lent first, since its networks are loaded.
 */
public final class EditorPool {

  private final BlockingDeque<EditorSlot> free;

  public EditorPool(List<EditorSlot> slots) {
    this.free = new LinkedBlockingDeque<>(slots);
  }

  public TaskOutcome lend(Function<EditorSlot, TaskOutcome> task) {
    EditorSlot slot;
    try {
      slot = free.takeFirst();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new TaskOutcome.Interrupted("the worker was asked to end");
    }
    try {
      return task.apply(slot);
    } finally {
      free.addFirst(slot);
    }
  }
}
