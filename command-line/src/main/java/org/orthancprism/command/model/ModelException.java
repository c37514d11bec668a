// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

/** A model can't be opened, or does not answer as it must; the message says why. */
public final class ModelException extends Exception {
  private static final long serialVersionUID = 1L;

  ModelException(String message) {
    super(message);
  }

  ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
