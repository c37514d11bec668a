// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Writes what a plugin threw: one line as error, the stack trace as info. */
final class FailureLog {
  private static final byte[] UNDESCRIBED =
      Utf8.message("Prism host: a callback failed, and so did describing the failure");

  private FailureLog() {}

  static void write(String where, Throwable failure) {
    Functions.logError("Prism host: " + where + " failed: " + oneLine(failure));
    Functions.logInfo(stackTrace(failure));
  }

  /** For when there is no memory left to describe a failure with. */
  static void writeUndescribed() {
    NativeHost.log(NativeHost.ERROR, UNDESCRIBED);
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
