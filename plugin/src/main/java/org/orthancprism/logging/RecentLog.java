// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.logging;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * Passes log lines on and keeps the newest, for people who can't look into Orthanc's log. Safe for
 * use by several threads.
 */
public final class RecentLog implements LogSink {

  private final LogSink sink;
  private final Clock clock;
  private final int most;
  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * A log of which nothing is kept yet.
   *
   * @param sink where lines are passed on to
   * @param most how many are kept, at least 1
   */
  public RecentLog(LogSink sink, Clock clock, int most) {
    this.sink = Objects.requireNonNull(sink, "sink");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.most = most;
    if (most < 1) {
      throw new IllegalArgumentException("at least one line is kept, not " + most);
    }
  }

  /**
   * A line that was written.
   *
   * @param at when
   */
  public record Entry(Instant at, Severity severity, String line) {}

  @Override
  public void write(Severity severity, String line) {
    synchronized (entries) {
      if (entries.size() == most) {
        entries.removeFirst();
      }
      entries.addLast(new Entry(clock.instant(), severity, line));
    }
    sink.write(severity, line);
  }

  /**
   * The newest lines, the newest first.
   *
   * @param limit how many at most
   */
  public List<Entry> newest(int limit) {
    List<Entry> newest;
    synchronized (entries) {
      newest = new ArrayList<>(entries);
    }
    Collections.reverse(newest);
    return List.copyOf(newest.subList(0, Math.min(limit, newest.size())));
  }
}
