// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The database behind the queue, shared by Orthanc's process, which puts studies in, and the
 * workers, which take them out.
 *
 * <p>SQLite in write-ahead mode: readers and one writer at a time, of any process, don't hinder
 * each other; a writer that meets another waits for it. A commit survives the end of either
 * process; one that a power failure takes back is found again through Orthanc's change log.
 */
public final class QueueDatabase implements AutoCloseable {

  private static final String SQLITE = "jdbc:sqlite:";
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;

  private static final int CONNECTIONS = 4;

  /**
   * Who uses the database, which decides who writes SQLite's log back to it, waiting for the disk.
   */
  public enum Side {
    /** Puts studies in, in milliseconds: leaves the log to the other side until it is large. */
    TRIGGERS(20_000),
    /** Takes studies out, and has the time. */
    WORKERS(1_000);

    private final int pagesBeforeWritingBack;

    Side(int pagesBeforeWritingBack) {
      this.pagesBeforeWritingBack = pagesBeforeWritingBack;
    }
  }

  private final String url;
  private final HikariDataSource dataSource;

  private QueueDatabase(String url, HikariDataSource dataSource) {
    this.url = url;
    this.dataSource = dataSource;
  }

  /**
   * Opens the database, creating file, folder and tables where they are missing.
   *
   * @param url a JDBC URL that starts with {@code jdbc:sqlite:} and names a file
   * @param side who uses it
   * @throws QueueException when it can't be opened or written
   */
  public static QueueDatabase open(String url, Side side) {
    if (!url.startsWith(SQLITE) || url.length() == SQLITE.length()) {
      throw new QueueException("the queue's URL is " + SQLITE + "/PATH/OF/FILE, not " + url);
    }
    createFolder(Path.of(url.substring(SQLITE.length())));
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
    QueueDatabase database = new QueueDatabase(url, pool(url, source, side));
    database.createTables();
    return database;
  }

  /** Connections to the database; each commits by itself unless told otherwise. */
  public DataSource dataSource() {
    return dataSource;
  }

  /** The JDBC URL it was opened with. */
  public String url() {
    return url;
  }

  @Override
  public void close() {
    dataSource.close();
  }

  /**
   * Keeps connections open. To open one takes milliseconds, and when the last one closes SQLite
   * writes its log back to the database and waits for the disk: too long for each trigger.
   */
  private static HikariDataSource pool(String url, DataSource source, Side side) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("prism-queue");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionInitSql("PRAGMA wal_autocheckpoint = " + side.pagesBeforeWritingBack);
    config.setConnectionTimeout(BUSY_TIMEOUT_MILLIS);
    try {
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw cannotOpen(url, e);
    }
  }

  private static void createFolder(Path file) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "folder of " + file);
    if (Files.isDirectory(folder)) {
      return;
    }
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new QueueException(
          "the queue's folder " + folder + " can't be created; may Orthanc write there?", e);
    }
  }

  private void createTables() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : ddl().split(";", -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    } catch (SQLException e) {
      throw cannotOpen(url, e);
    }
  }

  private static QueueException cannotOpen(String url, Exception e) {
    return new QueueException(
        "the queue " + url + " can't be opened (" + e.getMessage() + "); is it writable?", e);
  }

  private static String ddl() {
    try (InputStream in = QueueDatabase.class.getResourceAsStream("sqlite.sql")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.replaceAll("(?m)^--.*$", "");
    } catch (IOException e) {
      throw new QueueException("the plugin's jar is damaged: sqlite.sql can't be read", e);
    }
  }
}
