// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.RecentChanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets Orthanc take studies in before results are stored: each result costs it as much as a film
 * that arrives, so that a worker which stores at once took a tenth off the rate of a burst.
 *
 * <p>Only new studies count as a burst, which results never are: a worker does not wait for others.
 */
final class IntakeCourtesy {

  /** New studies a second from which on it is a burst: 170,000 a day. */
  private static final double BURST = 2;

  /** Results wait no longer than that, however long the burst is. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** After that it is looked at again. */
  static final Duration LOOK = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(IntakeCourtesy.class);

  private final OrthancClient orthanc;
  private final LongSupplier nanoTime;
  private final Sleep sleep;
  private long seen;
  private long seenAt;

  /** Lets time pass. */
  @FunctionalInterface
  interface Sleep {
    void sleep(Duration time) throws InterruptedException;
  }

  /**
   * Looks for the first time.
   *
   * @param nanoTime a time that never jumps, in nanoseconds
   */
  IntakeCourtesy(OrthancClient orthanc, LongSupplier nanoTime, Sleep sleep)
      throws OrthancRestException {
    this.orthanc = orthanc;
    this.nanoTime = nanoTime;
    this.sleep = sleep;
    this.seen = orthanc.lastChange();
    this.seenAt = nanoTime.getAsLong();
  }

  /**
   * Waits until no burst arrives, at most {@link #LONGEST}.
   *
   * @param stopping whether the worker is being stopped
   * @throws StopRequested when it is
   */
  void await(BooleanSupplier stopping) throws OrthancRestException {
    long begun = nanoTime.getAsLong();
    while (isBurst() && nanoTime.getAsLong() - begun < LONGEST.toNanos()) {
      LOG.debug("Studies arrive in a burst; the results are stored afterwards");
      try {
        sleep.sleep(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StopRequested();
      }
      if (stopping.getAsBoolean()) {
        throw new StopRequested();
      }
    }
  }

  private boolean isBurst() throws OrthancRestException {
    RecentChanges changes = orthanc.changesSince(seen);
    long now = nanoTime.getAsLong();
    double seconds = Math.max(1e-3, (now - seenAt) / 1e9);
    // One study within a moment is none.
    boolean burst =
        !changes.complete()
            || (changes.newStudies() > 1 && changes.newStudies() >= BURST * seconds);
    seen = changes.complete() ? changes.last() : orthanc.lastChange();
    seenAt = now;
    return burst;
  }
}
