// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.configuration;

import org.orthancprism.models.pack.PackException;

/** Files of a model can't be made into a pack. The message names them and what to do. */
public class ImportException extends PackException {

  private static final long serialVersionUID = 1L;

  public ImportException(String message) {
    super(message);
  }

  public ImportException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Why a file could not be written: because the thread was interrupted, which closes the file that
   * it writes, or else for what the message says.
   */
  public static ImportException whileWriting(String message, Exception cause) {
    return new ImportException(
        Thread.currentThread().isInterrupted() ? "interrupted: no pack was made" : message, cause);
  }
}
