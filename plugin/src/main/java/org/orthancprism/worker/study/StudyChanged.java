// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

/** A study changed while it was worked on, so that the work has to begin anew. */
final class StudyChanged extends Exception {

  private static final long serialVersionUID = 1L;

  StudyChanged(String message) {
    super(message);
  }
}
