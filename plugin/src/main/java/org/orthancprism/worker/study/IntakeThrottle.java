// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.RecentChanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an Orthanc take studies in before a study of it is worked on, and before results are stored:
 * each result costs it as much as a film that arrives, so that a worker which stores at once took a
 * tenth off the rate of a burst.
 *
 * <p>Only new studies count as a burst, which results never are: a worker does not wait for others.
 * One for each Orthanc, used by all tasks of it; safe for use by several threads.
 */
public final class IntakeThrottle {

  /** New studies a second from which on it is a burst: 170,000 a day. */
  private static final double BURST = 2;

  /** Of what arrived within a longer time, all may have arrived within that. */
  private static final Duration RECENT = Duration.ofSeconds(5);

  /** A task waits no longer than that in all, however long the burst is. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  /** After that it is looked at again. */
  static final Duration LOOK = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(IntakeThrottle.class);

  private final OrthancClient orthanc;
  private final LongSupplier nanoTime;
  private final Sleep sleep;
  private Optional<Look> last = Optional.empty();

  /** Lets time pass. */
  @FunctionalInterface
  public interface Sleep {
    void sleep(Duration time) throws InterruptedException;
  }

  /** The last change of Orthanc's at a moment. */
  private record Look(long sequence, long nanos) {}

  /**
   * Looks for the first time when the first task waits.
   *
   * @param nanoTime a time that never jumps, in nanoseconds
   */
  public IntakeThrottle(OrthancClient orthanc, LongSupplier nanoTime, Sleep sleep) {
    this.orthanc = orthanc;
    this.nanoTime = nanoTime;
    this.sleep = sleep;
  }

  /** What one task is willing to wait. */
  public Budget budget() {
    return new Budget();
  }

  /** The waits of one task, which last no longer than {@link #LONGEST} in all. */
  final class Budget {

    private Duration left = LONGEST;

    private Budget() {}

    /**
     * Waits until no burst arrives.
     *
     * @param stopping whether the worker is being stopped
     * @throws StopRequested when it is
     */
    void await(BooleanSupplier stopping) throws OrthancRestException {
      while (!left.isZero() && mayBeBurst()) {
        LOG.debug("Studies arrive in a burst; they go first");
        try {
          sleep.sleep(LOOK);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new StopRequested();
        }
        left = left.minus(LOOK);
        if (stopping.getAsBoolean()) {
          throw new StopRequested();
        }
      }
    }
  }

  private synchronized boolean mayBeBurst() throws OrthancRestException {
    long now = nanoTime.getAsLong();
    if (last.isEmpty()) {
      last = Optional.of(new Look(orthanc.lastChange(), now));
      return false;
    }
    RecentChanges changes = orthanc.changesSince(last.get().sequence());
    double seconds = Math.min(now - last.get().nanos(), RECENT.toNanos()) / 1e9;
    last = Optional.of(new Look(changes.complete() ? changes.last() : orthanc.lastChange(), now));
    // One study within a moment is none.
    return !changes.complete() || changes.newStudies() >= Math.max(2, BURST * seconds);
  }
}
