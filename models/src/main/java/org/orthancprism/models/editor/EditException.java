// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

/** An edit could not be made. The message says why and what to do. */
public class EditException extends Exception {

  private static final long serialVersionUID = 1L;

  public EditException(String message) {
    super(message);
  }

  public EditException(String message, Throwable cause) {
    super(message, cause);
  }
}
