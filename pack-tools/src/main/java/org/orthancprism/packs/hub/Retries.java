// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Optional;

/**
 * How often something is tried again after a failure that may pass, with a pause that doubles each
 * time.
 *
 * @param sleeper makes the pauses
 * @param most failures in a row after which it is given up
 */
public record Retries(Sleeper sleeper, int most) {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** Lets time pass. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }

  /** As users get it: seven tries, over about a minute. */
  public static Retries patient() {
    return new Retries(pause -> Thread.sleep(pause.toMillis()), 7);
  }

  /**
   * One try.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException, HubException, InterruptedException;
  }

  /**
   * Tries until it succeeds.
   *
   * @param what what is tried, for messages
   * @throws HubException when it fails for good, or too often in a row
   */
  <T> T until(String what, Attempt<T> attempt) throws HubException {
    return new Series(what).until(attempt);
  }

  Series series(String what) {
    return new Series(what);
  }

  /** Tries at one thing. */
  final class Series {

    private final String what;
    private int failures;

    private Series(String what) {
      this.what = what;
    }

    /** Something was achieved: earlier failures no longer count. */
    void advanced() {
      failures = 0;
    }

    <T> T until(Attempt<T> attempt) throws HubException {
      while (true) {
        try {
          return attempt.run();
        } catch (InterruptedException | ClosedByInterruptException e) {
          throw HubException.interrupted();
        } catch (IOException e) {
          pauseAfter(e);
        }
      }
    }

    private void pauseAfter(IOException failure) throws HubException {
      failures++;
      if (failures >= most) {
        throw new HubException(
            what
                + " failed "
                + failures
                + " times: "
                + (failure.getMessage() == null ? failure.toString() : failure.getMessage())
                + "; what was fetched stays, start the command again to continue",
            failure);
      }
      Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, 30));
      Optional<Duration> wished =
          failure instanceof TemporaryFailure temporary ? temporary.pause() : Optional.empty();
      Duration pause = wished.filter(w -> w.compareTo(doubled) > 0).orElse(doubled);
      try {
        sleeper.sleep(pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
      } catch (InterruptedException e) {
        throw HubException.interrupted();
      }
    }
  }
}
