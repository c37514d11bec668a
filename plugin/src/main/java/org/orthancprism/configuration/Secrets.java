// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads secrets from where no list of processes and no log shows them: a file, or a variable of the
 * environment. A configuration names the place, never the secret.
 */
public final class Secrets {

  private final Map<String, String> environment;

  /**
   * Secrets of a process.
   *
   * @param environment variables in which secrets may be
   */
  public Secrets(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * The secret that a section names with the keys {@code <name>File} or {@code <name>Variable}.
   *
   * @throws ConfigurationException when both are given, or there is no secret at the place
   */
  public Optional<String> read(Section section, String name) throws ConfigurationException {
    String fileKey = name + "File";
    String variableKey = name + "Variable";
    Optional<String> file = section.text(fileKey);
    Optional<String> variable = section.text(variableKey);
    if (file.isPresent() && variable.isPresent()) {
      throw section.fault(variableKey, "stands beside " + fileKey + "; keep one of them");
    }
    if (file.isPresent()) {
      return Optional.of(firstLine(section, fileKey, file.get()));
    }
    if (variable.isPresent()) {
      String value = environment.get(variable.get());
      if (value == null || value.isEmpty()) {
        throw section.fault(variableKey, "names a variable that the environment does not have");
      }
      return Optional.of(value);
    }
    return Optional.empty();
  }

  private static String firstLine(Section section, String key, String file)
      throws ConfigurationException {
    try {
      Path path = Path.of(file);
      if (!path.isAbsolute()) {
        throw section.fault(key, "must be an absolute path");
      }
      return Files.readString(path).lines().findFirst().orElse("");
    } catch (IOException | InvalidPathException e) {
      throw section.fault(key, "names a file that can't be read: " + e.getMessage());
    }
  }
}
