// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.terminal;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --json}: the file that receives what a command found. */
public final class JsonOption {

  @Option(names = "--json", paramLabel = "FILE", description = "write it as JSON there, too")
  private @Nullable Path file;

  /** The file, where one is given. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * Writes what was found where a file is given.
   *
   * @throws IOException when the file can't be written
   */
  public void write(JsonObject found) throws IOException {
    if (file != null) {
      Files.writeString(file, found + "\n");
    }
  }
}
