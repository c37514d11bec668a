// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.pack;

import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Function;
import org.orthancprism.queue.TaskOutcome;

/**
 * Hands a shelf to one task at a time. There are as many as there are tasks at once, so that none
 * waits; the one used last comes first, since its networks are loaded.
 */
public final class SharedShelves {

  private final BlockingDeque<PackShelf> free;

  public SharedShelves(List<PackShelf> shelves) {
    this.free = new LinkedBlockingDeque<>(shelves);
  }

  public TaskOutcome lend(Function<PackShelf, TaskOutcome> task) {
    PackShelf shelf;
    try {
      shelf = free.takeFirst();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new TaskOutcome.Interrupted("the worker was asked to end");
    }
    try {
      return task.apply(shelf);
    } finally {
      free.addFirst(shelf);
    }
  }
}
