// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the worker's process is.
 *
 * @param state whether there is one
 * @param pid its process identifier, or 0 where there is none
 * @param since since when the state is so
 * @param restarts how often it had to be started again
 * @param lastEnd how it last ended; null if it never did
 */
public record WorkerStatus(
    State state, long pid, Instant since, int restarts, @Nullable String lastEnd) {

  /** Whether there is a process. */
  public enum State {
    STOPPED,
    RUNNING,
    /** It died, and is started again after a wait. */
    WAITING
  }

  public WorkerStatus {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
  }
}
