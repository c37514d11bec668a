// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.configuration;

/** A configuration can't be used. The message starts with the JSON path of the fault. */
public class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * A fault at a path.
   *
   * @param path JSON path of the fault, for example {@code $.Prism.Pack}
   * @param message what is wrong there, and what would be right
   */
  public ConfigurationException(String path, String message) {
    super(path + ": " + message);
  }
}
