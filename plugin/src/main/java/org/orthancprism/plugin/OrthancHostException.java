// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

/** Orthanc refused something that the plugin asked it to do. */
public class OrthancHostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public OrthancHostException(String message, Throwable cause) {
    super(message, cause);
  }
}
