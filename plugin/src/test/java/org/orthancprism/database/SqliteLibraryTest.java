// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.testing.ChildJvm;

/** What a process leaves behind that uses the queue and is killed. */
class SqliteLibraryTest {

  private static final String OPENED = "opened ";

  @TempDir private Path folder;

  @Test
  void aProcessThatIsKilledLeavesNoLibraryBehind() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    String url = "jdbc:sqlite:" + folder.resolve("queue/queue.db");
    Process process =
        new ProcessBuilder(
                ChildJvm.java().toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                ChildJvm.classPath(),
                QueueUser.class.getName(),
                url)
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = process.inputReader()) {
      assertTrue(output.lines().anyMatch((OPENED + url)::equals));
    } finally {
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(List.of(), left.toList());
    }
  }

  /** Opens the queue that it is given, and then waits for its end. */
  static final class QueueUser {

    private QueueUser() {}

    public static void main(String[] arguments) throws IOException {
      QueueSettings settings = QueueSettings.of(arguments[0]);
      try (QueueDatabase database = QueueDatabase.open(settings, QueueDatabase.Side.WORKERS)) {
        System.out.println(OPENED + database.settings().url());
        System.in.read();
      }
    }
  }
}
