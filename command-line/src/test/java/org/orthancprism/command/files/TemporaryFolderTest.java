// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.files;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a command needs for itself is gone when it has ended. */
class TemporaryFolderTest {

  @Test
  void allThatWasPutIntoItGoesWithIt() throws IOException {
    Path path;
    try (TemporaryFolder folder = TemporaryFolder.create("prism-test-")) {
      path = folder.path();
      Files.createDirectories(path.resolve("storage/02"));
      Files.writeString(path.resolve("storage/02/film.dcm"), "film");
      assertTrue(Files.isDirectory(path));
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void itMayBeDeletedBefore() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create("prism-test-")) {
      Files.delete(folder.path());
    }
  }
}
