// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

/**
 * A study's task can't be done, now or later. The message is one line, names the instance where it
 * is about one, and holds no patient data.
 */
public final class StudyFailure extends Exception {

  private static final long serialVersionUID = 1L;

  public StudyFailure(String message) {
    super(message);
  }

  public StudyFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
