// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

/** Something could not be measured; the message is the one line that a user needs. */
public final class BenchException extends Exception {

  private static final long serialVersionUID = 1L;

  public BenchException(String message) {
    super(message);
  }

  public BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
