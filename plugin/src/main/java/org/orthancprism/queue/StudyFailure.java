// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import org.orthancprism.task.FailureKind;

/**
 * A study's task can't be done, now or later. The message is one line, names the instance where it
 * is about one, and holds no patient data.
 */
public final class StudyFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final FailureKind kind;

  public StudyFailure(String message) {
    super(message);
    this.kind = FailureKind.BAD_FILM;
  }

  public StudyFailure(FailureKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public StudyFailure(String message, Throwable cause) {
    super(message, cause);
    this.kind = FailureKind.BAD_FILM;
  }

  /** What kind of failure it is. */
  public FailureKind kind() {
    return kind;
  }
}
