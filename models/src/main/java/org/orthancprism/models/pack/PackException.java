// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

/** A pack is missing, altered or not understood. The message names the file and what to do. */
public class PackException extends Exception {

  private static final long serialVersionUID = 1L;

  public PackException(String message) {
    super(message);
  }

  public PackException(String message, Throwable cause) {
    super(message, cause);
  }
}
