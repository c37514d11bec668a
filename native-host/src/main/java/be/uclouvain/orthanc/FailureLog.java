// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Writes what a plugin threw: one line as error, the stack trace as info. */
final class FailureLog {
  private FailureLog() {}

  static void write(String where, Throwable failure) {
    try {
      Functions.logError("Prism host: " + where + " failed: " + oneLine(failure));
      Functions.logInfo(stackTrace(failure));
    } catch (Throwable secondFailure) {
      // Out of memory or stack: a constant text can still be written.
      Functions.logError("Prism host: a callback failed, and so did describing the failure");
    }
  }

  /** The exception and its message, in one line. */
  static String oneLine(Throwable failure) {
    return failure.toString().replaceAll("\\s*\\R\\s*", " | ");
  }

  static String stackTrace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }
}
