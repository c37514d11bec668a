// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** How fast bytes come, over the last seconds, and how long the rest takes at that speed. */
public final class TransferRate {

  private static final Duration WINDOW = Duration.ofSeconds(15);
  private static final Duration APART = Duration.ofMillis(250);

  private final InstantSource clock;
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(Instant time, long bytes) {}

  public TransferRate(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Takes a state.
   *
   * @param done bytes that are there
   * @param total bytes in all
   * @return a text as {@code 12.5 of 4265.7 MB, 8.1 MB/s, 9 min left}
   */
  public String at(long done, long total) {
    Instant now = clock.instant();
    Sample last = samples.peekLast();
    if (last != null && done < last.bytes()) {
      samples.clear();
      last = null;
    }
    if (last == null || !now.isBefore(last.time().plus(APART))) {
      samples.add(new Sample(now, done));
    }
    while (samples.size() > 2 && samples.getFirst().time().plus(WINDOW).isBefore(now)) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    double seconds = Duration.between(first.time(), now).toMillis() / 1e3;
    String amount = String.format(Locale.ROOT, "%.1f of %.1f MB", done / 1e6, total / 1e6);
    if (seconds <= 0 || done <= first.bytes()) {
      return amount;
    }
    double rate = (done - first.bytes()) / seconds;
    return String.format(
        Locale.ROOT, "%s, %.1f MB/s, %s left", amount, rate / 1e6, time((total - done) / rate));
  }

  private static String time(double seconds) {
    long rounded = Math.max(0, Math.round(seconds));
    if (rounded < 60) {
      return rounded + " s";
    }
    return rounded < 5400
        ? Math.round(rounded / 60.0) + " min"
        : String.format(Locale.ROOT, "%.1f h", rounded / 3600.0);
  }
}
