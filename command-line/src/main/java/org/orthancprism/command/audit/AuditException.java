// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

/** The audit can't be made; the message is the one line that a user needs. */
public final class AuditException extends Exception {

  private static final long serialVersionUID = 1L;

  public AuditException(String message) {
    super(message);
  }

  public AuditException(String message, Throwable cause) {
    super(message, cause);
  }
}
