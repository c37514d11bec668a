// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * SQLite in write-ahead mode: readers and one writer at a time, of any process, don't hinder each
 * other; a writer that meets another waits for it. A commit survives the end of either process; one
 * that a power failure takes back is found again through Orthanc's change log.
 */
final class SqliteDialect implements QueueDialect {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteDialect.class);

  private static final String PREFIX = "jdbc:sqlite:";

  /** Bytes of its log that stay on the disk once they are written back to the database. */
  private static final int LOG_LIMIT = 64 << 20;

  /** The value of {@code PRAGMA auto_vacuum} where pages are given back on request. */
  private static final long INCREMENTAL = 2;

  /** Pages of 4 KiB that are given back at once, within some milliseconds. */
  private static final int PAGES = 500;

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

  @Override
  public String filmsOfTasks() {
    return "SELECT tasks.orthanc, tasks.study_id AS study, json_extract(film.value, '$.sopInstanceUid') AS film,"
        + " json_extract(film.value, '$.instance') AS instance"
        + " FROM tasks, json_each(tasks.films) AS film";
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
    config.setJournalSizeLimit(LOG_LIMIT);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(settings.url());
    pool.setDataSource(source);
    pool.setConnectionInitSql("PRAGMA wal_autocheckpoint = " + side.pagesBeforeWritingBack());
  }

  /**
   * Has a file give back the pages of removed rows when it is asked to. One that was made otherwise
   * is written anew for that, once (SQLite's documentation of {@code PRAGMA auto_vacuum}).
   */
  @Override
  public void prepare(Connection connection) throws SQLException {
    if (number(connection, "PRAGMA auto_vacuum") == INCREMENTAL) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      statement.execute("VACUUM");
    } catch (SQLException e) {
      LOG.warn(
          "The queue's file keeps the space of what is removed, for it could not be written anew;"
              + " next try at the next start: {}",
          e.getMessage());
    }
  }

  /** An update, since that is the one way in which the driver goes on after the first page. */
  @Override
  public boolean giveBack(Connection connection) throws SQLException {
    if (number(connection, "PRAGMA auto_vacuum") != INCREMENTAL) {
      return false;
    }
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA incremental_vacuum(" + PAGES + ")");
    }
    return number(connection, "PRAGMA freelist_count") > 0;
  }

  private static long number(Connection connection, String pragma) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(pragma)) {
      return answer.next() ? answer.getLong(1) : 0;
    }
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
