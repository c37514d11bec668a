// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.terminal;

/** The user did not agree to what a command would do. The message says what to add or do. */
public final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }

  RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
