// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Studies that have become stable, passed on together: where hundreds arrive, to write each down by
 * itself would keep the disk busy that Orthanc stores them on.
 */
final class StableStudies {

  /** How long one waits for others. */
  private static final Duration WAIT = Duration.ofMillis(500);

  private final Background background;
  private final Consumer<List<String>> receiver;
  private final Set<String> waiting = new LinkedHashSet<>();
  private boolean scheduled;

  /**
   * @param background passes them on
   * @param receiver takes them, in the order in which they became stable
   */
  StableStudies(Background background, Consumer<List<String>> receiver) {
    this.background = background;
    this.receiver = receiver;
  }

  /** Notes one, and returns at once. */
  synchronized void add(String studyId) {
    waiting.add(studyId);
    if (!scheduled) {
      background.after(WAIT, this::pass);
      // Only now: one that could not be scheduled is, with the next study.
      scheduled = true;
    }
  }

  /** Takes one back that waits still. */
  synchronized void forget(String studyId) {
    waiting.remove(studyId);
  }

  private void pass() {
    List<String> together = takeAll();
    if (!together.isEmpty()) {
      receiver.accept(together);
    }
  }

  private synchronized List<String> takeAll() {
    scheduled = false;
    List<String> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }
}
