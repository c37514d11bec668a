// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.logging;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Leads all that is logged in this JVM, by slf4j or java.util.logging, to one sink. */
public final class LogRoute extends Handler {

  /** Libraries that log more than an administrator wants to read. */
  private static final String[] TALKATIVE = {
    "com.github.kagkarlsson", "com.zaxxer.hikari", "ai.djl", "org.sqlite"
  };

  private final LogSink sink;
  private final Logger[] quietened = new Logger[TALKATIVE.length];

  private LogRoute(LogSink sink) {
    this.sink = sink;
  }

  /** Replaces the JVM's log handlers by one that writes to the sink. */
  public static LogRoute install(LogSink sink) {
    LogRoute route = new LogRoute(sink);
    Logger root = Logger.getLogger("");
    for (Handler other : root.getHandlers()) {
      root.removeHandler(other);
    }
    root.addHandler(route);
    route.quieten();
    return route;
  }

  /** Loggers are held, since a level that is set on one is lost with it. */
  private void quieten() {
    for (int i = 0; i < TALKATIVE.length; i++) {
      quietened[i] = Logger.getLogger(TALKATIVE[i]);
      quietened[i].setLevel(Level.WARNING);
    }
  }

  @Override
  public void publish(LogRecord event) {
    if (isLoggable(event)) {
      LogLine line = LogLine.of(event);
      sink.write(line.severity(), line.text());
    }
  }

  @Override
  public void flush() {
    // Every line goes out at once.
  }

  @Override
  public void close() {
    // The sink belongs to the code that installed the route.
  }
}
