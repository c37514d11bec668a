// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue on a real SQLite file. */
class SqliteQueueTest extends StudyQueueContract {

  @TempDir Path folder;

  @Override
  QueueSettings emptyQueue() {
    return QueueSettings.of("jdbc:sqlite:" + folder.resolve("prism/queue.db"));
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
}
