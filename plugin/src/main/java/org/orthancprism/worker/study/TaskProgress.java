// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

/** How the share of a task's work that is done is spread over its stages. */
final class TaskProgress {

  static final double READ = 0.0;
  static final double SELECT = 0.05;
  static final double EDIT = 0.1;
  static final double STORE = 0.9;
  static final double REPORT = 0.95;
  static final double MARK = 0.98;

  private TaskProgress() {}

  /** Share that is done when so many of all steps of all edits are. */
  static double edits(double done, double total) {
    return EDIT + (STORE - EDIT) * Math.min(1, done / total);
  }
}
