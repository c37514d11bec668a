// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native library, which its driver takes out of its jar into a file.
 *
 * <p>The driver deletes that file when the process ends by itself; one that is killed would leave a
 * megabyte behind each time. A library that is loaded needs its file no more, so it goes at once.
 */
final class SqliteLibrary {

  private static final String FOLDER = "org.sqlite.tmpdir";

  private static final Logger LOG = LoggerFactory.getLogger(SqliteLibrary.class);

  private SqliteLibrary() {}

  /**
   * Loads it, where this process has not yet.
   *
   * @throws QueueException when it can't be laid down or does not fit this machine
   */
  static synchronized void load() {
    if (System.getProperty(FOLDER) != null) {
      return; // Whoever named a folder looks after it.
    }
    try {
      Path folder = Files.createTempDirectory("orthanc-prism-sqlite-");
      System.setProperty(FOLDER, folder.toString());
      try {
        SQLiteJDBCLoader.initialize();
      } finally {
        System.clearProperty(FOLDER);
        delete(folder);
      }
    } catch (Exception e) {
      throw new QueueException(
          "SQLite's library can't be loaded ("
              + e.getMessage()
              + "); is there room in "
              + System.getProperty("java.io.tmpdir")
              + ", and may programs there be run?",
          e);
    }
  }

  private static void delete(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      LOG.warn("{} is needed no more but can't be deleted: {}", folder, e.getMessage());
    }
  }
}
