// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.server;

import java.nio.file.Path;

/** An Orthanc could not be started, or did not answer as it should; the message names its log. */
public final class ServerException extends Exception {
  private static final long serialVersionUID = 1L;

  public ServerException(String message) {
    super(message);
  }

  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }

  static ServerException withLog(String message, Path log) {
    return new ServerException(message + "; see " + log);
  }
}
