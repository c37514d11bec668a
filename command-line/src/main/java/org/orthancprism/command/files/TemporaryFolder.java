// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that is deleted with all that is in it when it is closed, or when the program ends
 * before that.
 */
public final class TemporaryFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes a new one where the system keeps such.
   *
   * @param prefix what its name begins with
   * @throws IOException if it can't be made
   */
  public static TemporaryFolder create(String prefix) throws IOException {
    TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(prefix));
    Runtime.getRuntime().addShutdownHook(new Thread(folder::close, "delete-" + prefix));
    return folder;
  }

  public Path path() {
    return path;
  }

  /** Deletes the folder; what can't be deleted is named in the log. */
  @Override
  public void close() {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("{} can't be deleted: {}", path, e.toString());
    }
  }
}
