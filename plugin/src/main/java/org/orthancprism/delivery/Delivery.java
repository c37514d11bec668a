// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.delivery;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.request.TaskKey;

/**
 * Results of a task on their way to a destination.
 *
 * @param task the task
 * @param destination the destination's name
 * @param batch digest of the instances, which tells deliveries of one task apart
 * @param left Orthanc's identifiers of the instances still to be sent, in their order
 * @param objects how many there are in all
 * @param state how far it has come
 * @param attempts how often it failed since it began
 * @param reason why it waits or failed; empty where there is nothing to say
 * @param since when it began
 * @param nextAt when it is due, or a worker that has it is taken for dead
 */
public record Delivery(
    TaskKey task,
    String destination,
    String batch,
    List<String> left,
    int objects,
    State state,
    int attempts,
    Optional<String> reason,
    Instant since,
    Instant nextAt) {

  /** How far a delivery has come. */
  public enum State {
    /** It is due, or waits until the destination takes it. */
    WAITING,
    /** All is sent. */
    SENT,
    /** Given up. */
    FAILED;

    /** The name in JSON and in the database. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String label) {
      return Arrays.stream(values())
          .filter(state -> state.label().equals(label))
          .findFirst()
          .orElseThrow();
    }
  }

  public Delivery {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(destination, "destination");
    Objects.requireNonNull(batch, "batch");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(nextAt, "nextAt");
    left = List.copyOf(left);
  }
}
