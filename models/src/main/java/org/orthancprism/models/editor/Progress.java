// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

/** Hears how far an edit has come. An exception thrown here ends the edit. */
@FunctionalInterface
public interface Progress {

  /** Hears nothing. */
  Progress NONE = (done, total) -> {};

  /**
   * Called after each step.
   *
   * @param done steps done, from 1
   * @param total steps in all
   */
  void step(int done, int total);
}
