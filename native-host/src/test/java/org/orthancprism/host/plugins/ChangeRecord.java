// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.host.plugins;

import be.uclouvain.orthanc.Callbacks;
import be.uclouvain.orthanc.ChangeType;
import be.uclouvain.orthanc.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keeps the changes as they come, each as "TYPE LEVEL id on thread". */
final class ChangeRecord implements Callbacks.OnChange {
  private final List<String> changes = new ArrayList<>();

  @Override
  public synchronized void call(ChangeType type, ResourceType level, String id) {
    changes.add(type + " " + level + " " + id + " on " + Thread.currentThread().getName());
    notifyAll();
  }

  /** Waits for a change of one type, and returns all changes up to then, one a line. */
  synchronized String await(String type) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (changes.stream().noneMatch(change -> change.startsWith(type + " "))) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return "no " + type + " among " + changes;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return String.join("\n", changes);
  }
}
