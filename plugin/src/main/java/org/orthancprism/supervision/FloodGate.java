// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.util.concurrent.TimeUnit;
import org.orthancprism.logging.LogSink;
import org.orthancprism.logging.Severity;

/**
 * Lets so many lines of a worker through and no more, so that one that floods its log does not fill
 * the disk of Orthanc's. One line says how many were left out.
 */
final class FloodGate implements LogSink {

  private static final int LINES = 500;
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LogSink sink;
  private long begun = System.nanoTime();
  private int lines;
  private long left;

  FloodGate(LogSink sink) {
    this.sink = sink;
  }

  @Override
  public void write(Severity severity, String line) {
    long now = System.nanoTime();
    if (now - begun >= PERIOD_NANOS) {
      tell();
      begun = now;
      lines = 0;
    }
    lines++;
    if (lines <= LINES) {
      sink.write(severity, line);
    } else {
      left++;
      if (left == 1) {
        sink.write(Severity.WARNING, "Worker: floods its log; lines are left out");
      }
    }
  }

  private void tell() {
    if (left > 0) {
      sink.write(Severity.WARNING, "Worker: " + left + " lines of its log were left out");
      left = 0;
    }
  }
}
