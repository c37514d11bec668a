// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * SQLite in write-ahead mode: readers and one writer at a time, of any process, don't hinder each
 * other; a writer that meets another waits for it. A commit survives the end of either process; one
 * that a power failure takes back is found again through Orthanc's change log.
 */
final class SqliteDialect implements QueueDialect {

  private static final String PREFIX = "jdbc:sqlite:";

  static boolean takes(String url) {
    return url.startsWith(PREFIX) && url.length() > PREFIX.length();
  }

  @Override
  public JdbcCustomization customization() {
    return new SqliteJdbcCustomization();
  }

  @Override
  public String script() {
    return "sqlite.sql";
  }

  /**
   * SQLite lets one connection write at a time anyhow. This writes, so that a file which can only
   * be read is noticed at once: where all tables are there, nothing else does.
   */
  @Override
  public String lockSchema() {
    return "PRAGMA user_version = 1";
  }

  @Override
  public boolean isRemote() {
    return false;
  }

  @Override
  public void configure(HikariConfig pool, QueueSettings settings, QueueDatabase.Side side) {
    createFolder(Path.of(settings.url().substring(PREFIX.length())));
    SqliteLibrary.load();
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(QueueDatabase.TIMEOUT_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(settings.url());
    pool.setDataSource(source);
    pool.setConnectionInitSql("PRAGMA wal_autocheckpoint = " + side.pagesBeforeWritingBack());
  }

  private static void createFolder(Path file) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "folder of " + file);
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      // The folders above it are others' too: Orthanc's storage is one of them.
      Files.createDirectories(Objects.requireNonNullElse(folder.getParent(), folder));
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new QueueException(
          "the queue's folder " + folder + " can't be created; may Orthanc write there?", e);
    }
  }
}
