// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.backfill;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a backfill has come. What is added while one runs is part of it.
 *
 * @param studies how many studies it is about
 * @param queued how many of them are in the queue, or were
 * @param askedAt when it was last requested; empty where it never was
 * @param endedAt when the last was put into the queue; empty while it runs
 */
public record BackfillProgress(
    long studies, long queued, Optional<Instant> askedAt, Optional<Instant> endedAt) {

  static final BackfillProgress NONE =
      new BackfillProgress(0, 0, Optional.empty(), Optional.empty());

  public BackfillProgress {
    Objects.requireNonNull(askedAt, "askedAt");
    Objects.requireNonNull(endedAt, "endedAt");
  }

  /** Whether studies are left. */
  public boolean runs() {
    return askedAt.isPresent() && endedAt.isEmpty();
  }
}
