// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueException;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.retry.ExponentialBackoff;
import org.orthancprism.server.PostgresqlServer;
import org.orthancprism.task.Stage;
import org.orthancprism.task.TaskRecords;
import org.orthancprism.task.TaskState;
import org.orthancprism.testing.Await;

/** The queue in a real PostgreSQL. */
class PostgresqlQueueTest extends StudyQueueContract {

  /** With what has a meaning in connection strings and URLs. */
  private static final String PASSWORD = " known 'to' the \\test\\ \"alone\" &=%20?# ";

  private static PostgresqlServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = PostgresqlServer.start(PASSWORD);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  QueueSettings emptyQueue() throws Exception {
    server.empty();
    return login(PASSWORD);
  }

  @Override
  String explain() {
    return "EXPLAIN";
  }

  @Override
  List<String> slow() {
    return List.of("Sort", "Seq Scan on tasks", "Bitmap");
  }

  @Override
  String drop(String trigger, String table) {
    return "DROP TRIGGER " + trigger + " ON " + table;
  }

  private static QueueSettings login(String password) {
    return new QueueSettings(server.url(), PostgresqlServer.USER, password);
  }

  @Test
  void aWrongPasswordIsRefusedWithoutBeingTold() {
    try (QueueDatabase database =
        QueueDatabase.open(login("a guess of mine"), QueueDatabase.Side.TRIGGERS)) {
      StudyQueue queue = new StudyQueue(database, ORTHANC, Clock.systemUTC());
      String message = assertThrows(QueueException.class, () -> queue.add("study")).getMessage();
      assertTrue(message.contains("password authentication failed"), message);
      assertFalse(message.contains("a guess of mine"), message);
      assertFalse(database.settings().toString().contains("a guess of mine"));
    }
  }

  @Test
  void aDatabaseThatCanOnlyBeReadIsRefusedWithAReason() throws Exception {
    QueueSettings settings = emptyQueue();
    server.query("ALTER ROLE prism SET default_transaction_read_only = on");
    try (QueueDatabase database = QueueDatabase.open(settings, QueueDatabase.Side.TRIGGERS)) {
      StudyQueue queue = new StudyQueue(database, ORTHANC, Clock.systemUTC());
      String message = assertThrows(QueueException.class, () -> queue.add("study")).getMessage();
      assertTrue(message.contains("read-only"), message);
    } finally {
      server.query(
          "BEGIN READ WRITE; ALTER ROLE prism RESET default_transaction_read_only; COMMIT");
    }
  }

  @Test
  void aQueueWhoseServerIsDownAtFirstIsUsedOnceItIsUp() throws Exception {
    QueueSettings settings = emptyQueue();
    server.stop();
    try (QueueDatabase database = QueueDatabase.open(settings, QueueDatabase.Side.TRIGGERS)) {
      StudyQueue queue = new StudyQueue(database, ORTHANC, Clock.systemUTC());
      assertThrows(QueueException.class, () -> queue.add("study"));
      server.start();
      // The pool asks a server that was down less and less often, as the catch-up does.
      Await.until(() -> isAdded(queue, "study"), added -> added);
      assertEquals(1, new TaskRecords(database, ORTHANC).newest(10).size());
    } finally {
      if (!isUp()) {
        server.start();
      }
    }
  }

  private static boolean isAdded(StudyQueue queue, String study) {
    try {
      queue.add(study);
      return true;
    } catch (QueueException e) {
      return false;
    }
  }

  private static boolean isUp() {
    try {
      return server.query("SELECT 1").equals("1");
    } catch (java.io.IOException e) {
      return false;
    }
  }

  @Test
  void aTaskSurvivesTheCrashOfTheServerWhileItRuns() throws Exception {
    RetryPolicy patient =
        new RetryPolicy(10, new ExponentialBackoff(Duration.ofMillis(200), Duration.ofSeconds(1)));
    try (QueueDatabase database = QueueDatabase.open(emptyQueue(), QueueDatabase.Side.WORKERS)) {
      TaskRecords records = new TaskRecords(database, ORTHANC);
      StudyHandler crashing =
          attempt -> {
            if (records.find("study").orElseThrow().attempts() == 1) {
              restart();
            }
            attempt.progress(Stage.EDIT, 0.5);
            return new TaskOutcome.Done("");
          };
      new StudyQueue(database, ORTHANC, Clock.systemUTC()).add("study");
      try (StudyConsumer consumer =
          new StudyConsumer(
              database, Map.of(ORTHANC, crashing), "one", 1, FAST, patient, Clock.systemUTC())) {
        consumer.start();
        Await.until(
            () -> {
              try {
                return records.find("study").orElseThrow().state();
              } catch (QueueException e) {
                return TaskState.RUNNING;
              }
            },
            state -> state == TaskState.DONE);
      }
    }
  }

  private static void restart() {
    try {
      server.crash();
      server.start();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
