// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A recall of results, and how far it has come.
 *
 * @param number its number
 * @param actor who asked for it
 * @param criterion which results are meant
 * @param dryRun whether they are only counted
 * @param candidates how many studies may hold any of them
 * @param looked how many of these studies were looked at
 * @param failed how many of these Orthanc refused to read or to delete results of
 * @param removed what was deleted, or in a dry run would be
 * @param askedAt when it was asked for
 * @param endedAt when it ended; empty while it runs or waits
 */
public record Recall(
    long number,
    String actor,
    Criterion criterion,
    boolean dryRun,
    long candidates,
    long looked,
    long failed,
    Removed removed,
    Instant askedAt,
    Optional<Instant> endedAt) {

  public Recall {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(criterion, "criterion");
    Objects.requireNonNull(removed, "removed");
    Objects.requireNonNull(askedAt, "askedAt");
    Objects.requireNonNull(endedAt, "endedAt");
  }
}
