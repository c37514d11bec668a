// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.Locale;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.task.FailureKind;

/** What becomes of a task when something fails. */
final class Failures {

  private Failures() {}

  /** The outcome of an attempt that a request to Orthanc ended. */
  static TaskOutcome of(OrthancRestException e) {
    String reason = String.valueOf(e.getMessage());
    if (e instanceof OrthancRestException.NotFound) {
      return new TaskOutcome.Failed(
          FailureKind.STUDY_DELETED, "the study was deleted meanwhile: " + reason);
    }
    FailureKind kind = kind(e);
    return e.mayPass()
        ? new TaskOutcome.RetryLater(kind, reason)
        : new TaskOutcome.Failed(kind, reason);
  }

  private static FailureKind kind(OrthancRestException e) {
    if (e instanceof OrthancRestException.Denied) {
      return FailureKind.ORTHANC_DENIED;
    }
    if (e instanceof OrthancRestException.Unreachable) {
      return FailureKind.ORTHANC_DOWN;
    }
    return e instanceof OrthancRestException.ServerFault
        ? FailureKind.ORTHANC_FAULT
        : FailureKind.ORTHANC_REFUSED;
  }

  /** Whether an engine has run out of its device's memory, which it reports in words alone. */
  static boolean isOutOfMemory(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("out of memory") || message.contains("can't allocate memory")) {
        return true;
      }
    }
    return false;
  }
}
