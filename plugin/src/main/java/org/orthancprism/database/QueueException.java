// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

/** The queue's database can't be used. The message names it and says what to look at. */
public class QueueException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public QueueException(String message) {
    super(message);
  }

  public QueueException(String message, Throwable cause) {
    super(message, cause);
  }
}
