// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up how long each stage takes. */
final class StageClock {

  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private long last = System.nanoTime();

  /** What went on since the last call was this stage. */
  void lap(String stage) {
    long now = System.nanoTime();
    seconds.merge(stage, (now - last) / 1e9, Double::sum);
    last = now;
  }

  /** Seconds by stage, in the order of their first laps. */
  Map<String, Double> seconds() {
    return seconds;
  }
}
