// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.testing.Await;
import org.orthancprism.testing.ChildJvm;

/** The queue on a real SQLite file. */
class StudyQueueTest {

  static final StudyConsumer.Timing FAST =
      new StudyConsumer.Timing(
          Duration.ofMillis(20), Duration.ofMillis(150), Duration.ofSeconds(5));
  private static final RetryPolicy QUICK =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(4));
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path folder;
  private QueueDatabase database;
  private StudyQueue queue;
  private TaskRecords records;

  @BeforeEach
  void openQueue() {
    database =
        QueueDatabase.open(
            "jdbc:sqlite:" + folder.resolve("prism/queue.db"), QueueDatabase.Side.WORKERS);
    queue = new StudyQueue(database, CLOCK);
    records = new TaskRecords(database, CLOCK);
  }

  private StudyConsumer consumer(String name, StudyHandler handler) {
    return new StudyConsumer(database, handler, name, FAST, QUICK, CLOCK);
  }

  private TaskRecord awaitState(String study, TaskState state) throws Exception {
    return Await.until(
            () -> records.find(study),
            record -> record.isPresent() && record.get().state() == state)
        .orElseThrow();
  }

  @Test
  void aStudyThatIsAddedIsWorkedOnAndDone() throws Exception {
    queue.add("study-1");
    assertEquals(TaskState.QUEUED, records.find("study-1").orElseThrow().state());
    List<FilmSelection> films =
        List.of(
            new FilmSelection("i1", "1.2.3", true, ""),
            new FilmSelection("i2", "1.2.4", false, "its modality is CT"));
    StudyHandler handler =
        attempt -> {
          attempt.selected(films);
          attempt.progress(Stage.STORE, 0.9);
          return new TaskOutcome.Done("");
        };
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      TaskRecord record = awaitState("study-1", TaskState.DONE);
      assertEquals(films, record.films());
      assertEquals(Stage.STORE, record.stage());
      assertEquals(1.0, record.progress());
      assertNull(record.reason());
      assertNotNull(record.startedAt());
      assertNotNull(record.finishedAt());
    }
  }

  @Test
  void aFailedTaskIsKeptWithItsReasonAndNotRetried() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    StudyHandler handler =
        attempt -> {
          attempts.incrementAndGet();
          return attempt.studyId().equals("bad")
              ? new TaskOutcome.Failed("the film is damaged")
              : new TaskOutcome.Done("");
        };
    queue.add("bad");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      awaitState("bad", TaskState.FAILED);
      queue.add("good");
      awaitState("good", TaskState.DONE);
    }
    TaskRecord bad = records.find("bad").orElseThrow();
    assertEquals("the film is damaged", bad.reason());
    assertEquals(2, attempts.get());
    assertEquals(1L, records.counts().get(TaskState.FAILED));
  }

  @Test
  void whatMayPassIsRetriedUntilItHasPassed() throws Exception {
    List<Boolean> last = Collections.synchronizedList(new ArrayList<>());
    StudyHandler handler =
        attempt -> {
          last.add(attempt.last());
          return last.size() < 3
              ? new TaskOutcome.RetryLater("Orthanc is down")
              : new TaskOutcome.Done("");
        };
    queue.add("study");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      awaitState("study", TaskState.DONE);
    }
    assertEquals(List.of(false, false, true), last);
  }

  @Test
  void whatDoesNotPassIsGivenUpAfterTheLastAttempt() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    StudyHandler handler =
        attempt -> {
          attempts.incrementAndGet();
          return new TaskOutcome.RetryLater("the disk is full");
        };
    queue.add("study");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      TaskRecord record = awaitState("study", TaskState.FAILED);
      assertEquals("given up after 3 attempts: the disk is full", record.reason());
    }
    assertEquals(3, attempts.get());
  }

  @Test
  void anErrorInTheHandlerFailsItsTaskAndNoOther() throws Exception {
    StudyHandler handler =
        attempt -> {
          if (attempt.studyId().equals("bad")) {
            throw new IllegalStateException("a bug");
          }
          return new TaskOutcome.Done("");
        };
    queue.add("bad");
    queue.add("good");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      assertTrue(awaitState("bad", TaskState.FAILED).reason().contains("a bug"));
      awaitState("good", TaskState.DONE);
    }
  }

  @Test
  void aStudyTriggeredWhileItIsWorkedOnIsWorkedOnAgain() throws Exception {
    Semaphore begun = new Semaphore(0);
    Semaphore goOn = new Semaphore(0);
    AtomicInteger runs = new AtomicInteger();
    StudyHandler handler =
        attempt -> {
          runs.incrementAndGet();
          begun.release();
          goOn.acquireUninterruptibly();
          return new TaskOutcome.Done("");
        };
    queue.add("study");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      begun.acquire();
      queue.add("study");
      queue.add("study");
      goOn.release();
      begun.acquire();
      goOn.release();
      awaitState("study", TaskState.DONE);
    }
    assertEquals(2, runs.get());
  }

  @Test
  void aStudyAddedTwiceWhileItWaitsIsWorkedOnOnce() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    queue.add("study");
    queue.add("study");
    queue.add("other");
    StudyHandler handler =
        attempt -> {
          runs.incrementAndGet();
          return new TaskOutcome.Done("");
        };
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      awaitState("study", TaskState.DONE);
      awaitState("other", TaskState.DONE);
    }
    assertEquals(2, runs.get());
  }

  @Test
  void twoConsumersOnOneFileNeverWorkOnOneStudyTogether() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    StudyHandler handler =
        attempt -> {
          runs.incrementAndGet();
          return new TaskOutcome.Done("");
        };
    int studies = 40;
    try (StudyConsumer one = consumer("one", handler);
        StudyConsumer two = consumer("two", handler)) {
      one.start();
      two.start();
      for (int i = 0; i < studies; i++) {
        queue.add("study-" + i);
      }
      Await.until(() -> records.counts().get(TaskState.DONE), done -> done == studies);
    }
    assertEquals(studies, runs.get());
  }

  @Test
  void aKilledProcessesTaskIsTakenOverWhenItsHeartbeatLapses() throws Exception {
    queue.add("study");
    Process stuck =
        new ProcessBuilder(
                ChildJvm.java().toString(),
                "-cp",
                ChildJvm.classPath(),
                StuckConsumer.class.getName(),
                database.url())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stuck.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("begun study", lines.readLine());
    } finally {
      stuck.destroyForcibly().waitFor();
    }
    assertEquals(TaskState.RUNNING, records.find("study").orElseThrow().state());
    try (StudyConsumer consumer = consumer("heir", attempt -> new TaskOutcome.Done(""))) {
      consumer.start();
      assertEquals(2, awaitState("study", TaskState.DONE).attempts());
    }
  }

  @Test
  void aTaskWhoseWorkerDiesEachTimeIsGivenUp() throws Exception {
    queue.add("study");
    for (int i = 0; i < QUICK.attempts(); i++) {
      records.started("study");
    }
    try (StudyConsumer consumer = consumer("one", attempt -> new TaskOutcome.Done(""))) {
      consumer.start();
      assertTrue(awaitState("study", TaskState.FAILED).reason().contains("the worker died"));
    }
  }

  @Test
  void anInterruptedAttemptDoesNotCount() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    StudyHandler handler =
        attempt ->
            runs.incrementAndGet() <= 5
                ? new TaskOutcome.Interrupted("the worker was told to end")
                : new TaskOutcome.Done("");
    queue.add("study");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      assertEquals(1, awaitState("study", TaskState.DONE).attempts());
    }
  }

  @Test
  void aRecordThatLostItsExecutionIsScheduledAgainAtTheNextStart() throws Exception {
    records.triggered("study");
    try (StudyConsumer consumer = consumer("one", attempt -> new TaskOutcome.Done(""))) {
      consumer.start();
      awaitState("study", TaskState.DONE);
    }
  }

  @Test
  void aFailedStudyThatIsTriggeredAgainBeginsWithAllItsAttempts() throws Exception {
    CountDownLatch repaired = new CountDownLatch(1);
    StudyHandler handler =
        attempt ->
            repaired.getCount() == 0 ? new TaskOutcome.Done("") : new TaskOutcome.Failed("broken");
    queue.add("study");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      awaitState("study", TaskState.FAILED);
      repaired.countDown();
      queue.add("study");
      TaskRecord record = awaitState("study", TaskState.DONE);
      assertEquals(1, record.attempts());
      assertNull(record.reason());
    }
  }

  @Test
  void aDoneTaskThatIsTriggeredWithNothingNewKeepsItsRecord() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    StudyHandler handler =
        attempt ->
            runs.incrementAndGet() == 1
                ? new TaskOutcome.Done("no film to edit")
                : new TaskOutcome.NothingNew();
    queue.add("study");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      TaskRecord first = awaitState("study", TaskState.DONE);
      queue.add("study");
      assertEquals(TaskState.DONE, records.find("study").orElseThrow().state());
      Await.until(runs::get, count -> count == 2);
      queue.add("other");
      awaitState("other", TaskState.DONE);
      TaskRecord second = records.find("study").orElseThrow();
      assertEquals(first.reason(), second.reason());
      assertEquals(first.finishedAt(), second.finishedAt());
    }
  }

  @Test
  void theFolderOfTheQueueIsForItsOwnerAlone() throws Exception {
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("prism"))));
  }

  @Test
  void anUnwritablePlaceAndAForeignUrlAreRefusedWithAReason() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    QueueException inFile =
        assertThrows(
            QueueException.class,
            () ->
                QueueDatabase.open(
                    "jdbc:sqlite:" + file + "/queue.db", QueueDatabase.Side.WORKERS));
    assertTrue(inFile.getMessage().contains("can't be created"), inFile.getMessage());
    assertFalse(
        assertThrows(
                QueueException.class,
                () -> QueueDatabase.open("jdbc:oracle:x", QueueDatabase.Side.WORKERS))
            .getMessage()
            .isEmpty());
  }
}
