// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

/** Counts the steps of one request and passes them on. */
final class StepCounter {

  private final Progress progress;
  private final int total;
  private int done;

  /**
   * Starts to count.
   *
   * @param progress is called at each step
   * @param total number of steps in all
   */
  StepCounter(Progress progress, int total) {
    this.progress = progress;
    this.total = total;
  }

  /** One step is done. What {@link Progress} throws goes through and ends the edit. */
  void step() {
    progress.step(++done, total);
  }

  /** The last step is done; steps that were not needed are passed over. */
  void finish() {
    done = total;
    progress.step(done, total);
  }
}
