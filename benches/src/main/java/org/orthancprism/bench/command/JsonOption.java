// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.command;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --json}: the file that receives a command's figures. */
final class JsonOption {

  @Option(names = "--json", paramLabel = "FILE", description = "write the figures there too")
  private @Nullable Path file;

  /** The file, where one is given. */
  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * Writes figures where a file is given.
   *
   * @throws IOException when the file can't be written
   */
  void write(JsonObject figures) throws IOException {
    if (file != null) {
      Files.writeString(file, figures + "\n");
    }
  }
}
