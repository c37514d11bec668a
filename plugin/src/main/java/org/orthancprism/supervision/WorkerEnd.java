// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.util.Set;

/**
 * How a worker's process ended.
 *
 * @param text for the log, after "The worker"
 * @param asked whether it was asked to end, so that its end is no fault
 */
record WorkerEnd(String text, boolean asked) {

  /**
   * A JVM reports a child's death by a signal as this and the signal's number, as it does its own.
   */
  private static final int BY_SIGNAL = 128;

  /** SIGHUP, SIGINT and SIGTERM (signal(7)): what terminals and services end programs by. */
  private static final Set<Integer> REQUESTS = Set.of(1, 2, 15);

  /** How a process ended that left an exit status. */
  static WorkerEnd of(long pid, int status) {
    int signal = status - BY_SIGNAL;
    if (REQUESTS.contains(signal)) {
      return new WorkerEnd("process " + pid + " was ended by signal " + signal, true);
    }
    return new WorkerEnd(
        signal > 0
            ? "process " + pid + " died by signal " + signal
            : "process " + pid + " ended with status " + status,
        false);
  }
}
