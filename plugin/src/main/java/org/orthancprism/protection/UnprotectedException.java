// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.protection;

/** Somebody else could change a file or folder; the message names it and says what to do. */
public final class UnprotectedException extends Exception {

  private static final long serialVersionUID = 1L;

  UnprotectedException(String message) {
    super(message);
  }
}
