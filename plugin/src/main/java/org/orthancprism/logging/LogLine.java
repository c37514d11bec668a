// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.logging;

import java.util.Objects;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * One event of a log as one line. The worker writes it to its standard error with the severity in
 * front, the plugin reads it there and passes it on to Orthanc's log.
 *
 * @param severity how grave it is
 * @param text what happened, without line break, at most {@value #LIMIT} characters
 */
public record LogLine(Severity severity, String text) {

  /** Under this key, the diagnostic context (MDC) of a thread contains its task. */
  public static final String TASK = "task";

  private static final int LIMIT = 4000;
  private static final int FRAMES = 12;
  private static final Formatter MESSAGES = new SimpleFormatter();

  public LogLine {
    Objects.requireNonNull(severity, "severity");
    text = text.replaceAll("\\p{Cntrl}+", " ").strip();
    if (text.length() > LIMIT) {
      text = text.substring(0, LIMIT) + " ...";
    }
  }

  static LogLine of(LogRecord event) {
    StringBuilder text = new StringBuilder();
    String task = MDC.get(TASK);
    if (task != null) {
      text.append("Task ").append(task).append(": ");
    }
    text.append(MESSAGES.formatMessage(event));
    append(event.getThrown(), text);
    return new LogLine(Severity.of(event.getLevel()), text.toString());
  }

  /** The line as it travels from the worker to the plugin, for example {@code WARNING: text}. */
  public String encoded() {
    return severity + ": " + text;
  }

  /** Reads an encoded line; one that is not, as native libraries write them, is information. */
  public static LogLine decode(String line) {
    for (Severity severity : Severity.values()) {
      String prefix = severity + ": ";
      if (line.startsWith(prefix)) {
        return new LogLine(severity, line.substring(prefix.length()));
      }
    }
    return new LogLine(Severity.INFO, line);
  }

  private static void append(@Nullable Throwable thrown, StringBuilder text) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      text.append(" | ").append(cause);
      StackTraceElement[] frames = cause.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, FRAMES); i++) {
        text.append(" < ").append(frames[i]);
      }
    }
  }
}
