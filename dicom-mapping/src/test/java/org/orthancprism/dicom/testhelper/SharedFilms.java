// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Real films that may lie beside the repository; none where they do not. */
public final class SharedFilms {
  private static final Path FOLDER = Path.of("..", "..", "shared", "data", "dicom");

  private SharedFilms() {}

  /** All of them. */
  public static List<Path> all() {
    if (!Files.isDirectory(FOLDER)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
    } catch (IOException cause) {
      throw new AssertionError(cause);
    }
  }
}
