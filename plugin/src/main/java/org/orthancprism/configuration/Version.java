// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version of this software. */
public final class Version {

  private Version() {}

  /** For example {@code 1.0.0}. */
  public static String current() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      properties.load(Objects.requireNonNull(in, "version.properties"));
    } catch (IOException e) {
      throw new UncheckedIOException("the jar is damaged: version.properties", e);
    }
    return Objects.requireNonNull(properties.getProperty("version"));
  }
}
