// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

/** The demonstration did not reach its end; the message is the one line that a user needs. */
public final class DemoException extends Exception {
  private static final long serialVersionUID = 1L;

  public DemoException(String message) {
    super(message);
  }

  public DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
