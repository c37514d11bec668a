// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

/** Does the work of a study's task. */
@FunctionalInterface
public interface StudyHandler {

  /**
   * Makes one attempt. Runs on one of the consumer's threads. What it throws fails the task.
   *
   * @param attempt the study, and where to report to
   */
  TaskOutcome process(Attempt attempt);
}
