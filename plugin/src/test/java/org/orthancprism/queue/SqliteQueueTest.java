// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueException;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.database.SharingDataSource;
import org.orthancprism.database.Sql;
import org.orthancprism.task.TaskState;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The queue on a real SQLite file. */
class SqliteQueueTest extends StudyQueueContract {

  @TempDir Path folder;

  @Override
  QueueSettings emptyQueue() {
    return QueueSettings.of("jdbc:sqlite:" + folder.resolve("prism/queue.db"));
  }

  @Override
  String explain() {
    return "EXPLAIN QUERY PLAN";
  }

  @Override
  List<String> slow() {
    return List.of("TEMP B-TREE", "SCAN tasks");
  }

  @Override
  String drop(String trigger, String table) {
    return "DROP TRIGGER " + trigger;
  }

  private static QueueDatabase open(String url) {
    return QueueDatabase.open(QueueSettings.of(url), QueueDatabase.Side.WORKERS);
  }

  @Test
  void theFolderOfTheQueueIsForItsOwnerAlone() throws Exception {
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("prism"))));
  }

  @Test
  void whatIsAddedTogetherIsThereAltogetherOrNotAtAll() {
    assertThrows(
        IllegalStateException.class,
        () ->
            database.together(
                () -> {
                  queue.add("study");
                  throw new IllegalStateException("the process is in trouble");
                }));
    assertTrue(records.find("study").isEmpty());
    queue.addAll(List.of("study"));
    assertEquals(TaskState.QUEUED, records.find("study").orElseThrow().state());
  }

  @Test
  void theFoldersAboveItAreLeftToOthersToo() throws Exception {
    Path storage = folder.resolve("storage");
    open("jdbc:sqlite:" + storage.resolve("prism/queue.db")).close();
    Path asUsual = Files.createDirectory(folder.resolve("as-usual"));
    assertEquals(Files.getPosixFilePermissions(asUsual), Files.getPosixFilePermissions(storage));
  }

  @Test
  void anUnwritablePlaceAndAForeignUrlAreRefusedWithAReason() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    QueueException inFile =
        assertThrows(QueueException.class, () -> open("jdbc:sqlite:" + file + "/queue.db"));
    assertTrue(inFile.getMessage().contains("can't be created"), inFile.getMessage());
    assertFalse(
        assertThrows(QueueException.class, () -> open("jdbc:oracle:x")).getMessage().isEmpty());
  }

  /**
   * The file format's write version that is too new makes a file one that can only be read
   * (SQLite's file format, 1.3.3), for root as well, whom permissions don't keep from writing.
   */
  @Test
  void aFileThatCanOnlyBeReadIsRefusedWithAReason() throws Exception {
    Path file = folder.resolve("read-only.db");
    open("jdbc:sqlite:" + file).close();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {3}), 18);
    }
    QueueException refusal = assertThrows(QueueException.class, () -> open("jdbc:sqlite:" + file));
    assertTrue(refusal.getMessage().contains("readonly"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("writable"), refusal.getMessage());
  }

  private long pages(QueueDatabase of, String what) {
    return new Sql(of).first(row -> row.getLong(1), "PRAGMA " + what).orElseThrow();
  }

  /** One that an earlier version made keeps the space of removed rows until it is written anew. */
  @Test
  void aFileGivesTheSpaceOfRemovedRowsBackAlsoOneOfAnEarlierVersion() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("old.db");
    try (QueueDatabase old = open(url)) {
      assertEquals(0, pages(old, "auto_vacuum"));
    }
    try (QueueDatabase now =
        QueueDatabase.open(QueueSettings.of(url), QueueDatabase.Side.TRIGGERS)) {
      assertEquals(2, pages(now, "auto_vacuum"));
      AuditTrail trail = new AuditTrail(now, ORTHANC, CLOCK);
      now.together(
          () -> {
            for (int i = 0; i < 2500; i++) {
              trail.add("reader", "pause", null, null, "x".repeat(1500));
            }
          });
      long before = pages(now, "page_count");
      new QueuePruning(
              now,
              ORTHANC,
              new Retention(Optional.empty(), Optional.of(Duration.ofDays(1))),
              Clock.offset(CLOCK, Duration.ofDays(2)),
              () -> {})
          .prune();
      assertEquals(0, pages(now, "freelist_count"));
      assertTrue(pages(now, "page_count") < before / 2, before + " pages before");
    }
  }

  /**
   * The driver of SQLite leaves a connection whose transaction could not begin without autocommit:
   * what the next user of the connection wrote would be lost, and the file locked.
   */
  @Test
  void aTransactionThatCanNotBeginLeavesNoConnectionThatDoesNotCommit() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("busy.db");
    SQLiteConfig impatient = new SQLiteConfig();
    impatient.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    impatient.setBusyTimeout(20);
    SQLiteDataSource source = new SQLiteDataSource(impatient);
    source.setUrl(url);
    HikariConfig one = new HikariConfig();
    one.setDataSource(source);
    one.setMaximumPoolSize(1);
    try (SharingDataSource pool = new SharingDataSource(one);
        Connection other = source.getConnection();
        Statement otherStatement = other.createStatement()) {
      otherStatement.execute("CREATE TABLE notes (note TEXT)");
      otherStatement.execute("BEGIN IMMEDIATE");
      assertThrows(SQLException.class, () -> pool.inOneTransaction(() -> {}));
      try (Connection connection = pool.getConnection()) {
        assertThrows(SQLException.class, () -> connection.setAutoCommit(false));
      }
      otherStatement.execute("ROLLBACK");
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        assertTrue(connection.getAutoCommit());
        statement.execute("INSERT INTO notes VALUES ('kept')");
      }
      try (ResultSet notes = otherStatement.executeQuery("SELECT COUNT(*) FROM notes")) {
        assertEquals(1, notes.getInt(1));
      }
      otherStatement.execute("INSERT INTO notes VALUES ('not locked out')");
    }
  }
}
