// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.picture;

/** A picture is not one of a film. The message says why. */
public final class PictureException extends Exception {

  private static final long serialVersionUID = 1L;

  public PictureException(String message) {
    super(message);
  }

  public PictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
