// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.task.FailureKind;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.Stage;
import org.orthancprism.task.TaskOrigin;
import org.orthancprism.task.TaskRecord;
import org.orthancprism.task.TaskState;
import org.orthancprism.testing.Await;
import org.orthancprism.testing.ChildJvm;

/** What a queue promises, whatever database it is kept in: how tasks come to their end. */
abstract class StudyQueueContract extends TaskRecordContract {

  @Test
  void aStudyThatIsAddedIsWorkedOnAndDone() throws Exception {
    queue.add("study-1");
    assertEquals(TaskState.QUEUED, records.find("study-1").orElseThrow().state());
    List<FilmSelection> films =
        List.of(
            new FilmSelection("i1", "1.2.3", true, "")
                .with(
                    List.of(
                        new FilmSelection.EndedEdit(
                            "remove-edema",
                            Ending.Kind.WITHHELD,
                            false,
                            List.of("classifier"),
                            "failed: classifier"))),
            new FilmSelection("i2", "1.2.4", false, "its modality is CT"),
            FilmSelection.damaged("i3", "1.2.5", "pixel data are too short"));
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
  void studiesThatAreAddedTogetherAreWorkedOnOneByOneWhetherTheyWaitedBeforeOrNot()
      throws Exception {
    queue.add("waiting");
    queue.addAll(List.of("first", "waiting", "second", "first"));
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    StudyHandler handler =
        attempt -> {
          seen.add(attempt.studyId());
          return new TaskOutcome.Done("");
        };
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      awaitState("waiting", TaskState.DONE);
      awaitState("first", TaskState.DONE);
      awaitState("second", TaskState.DONE);
    }
    assertEquals(List.of("waiting", "first", "second"), seen);
  }

  @Test
  void aFailedTaskIsKeptWithItsReasonAndNotRetried() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    StudyHandler handler =
        attempt -> {
          attempts.incrementAndGet();
          return attempt.studyId().equals("bad")
              ? new TaskOutcome.Failed(FailureKind.BAD_FILM, "the film is damaged")
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
              ? new TaskOutcome.RetryLater(FailureKind.ORTHANC_DOWN, "Orthanc is down")
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
          return new TaskOutcome.RetryLater(FailureKind.ORTHANC_DOWN, "the disk is full");
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
                database.settings().url(),
                database.settings().user(),
                database.settings().password())
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
    TaskJournal journal = new TaskJournal(database, CLOCK);
    for (int i = 0; i < QUICK.attempts(); i++) {
      journal.started(key("study"), "dead");
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
                ? new TaskOutcome.Interrupted("the worker was asked to end")
                : new TaskOutcome.Done("");
    queue.add("study");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      assertEquals(1, awaitState("study", TaskState.DONE).attempts());
    }
  }

  @Test
  void aRecordThatLostItsExecutionIsScheduledAgainAtTheNextStart() throws Exception {
    new TaskJournal(database, CLOCK).triggered(key("study"), TaskOrigin.ARRIVAL);
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
            repaired.getCount() == 0
                ? new TaskOutcome.Done("")
                : new TaskOutcome.Failed(FailureKind.BAD_FILM, "broken");
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
  void aClockThatJumpsCostsNothingButASecondRun() throws Exception {
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    Clock jumping =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return CLOCK.getZone();
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return CLOCK.instant().plus(ahead.get());
          }
        };
    Semaphore begun = new Semaphore(0);
    Semaphore goOn = new Semaphore(0);
    StudyHandler slow =
        attempt -> {
          begun.release();
          goOn.acquireUninterruptibly();
          return new TaskOutcome.Done("");
        };
    try (StudyConsumer one = consumer("one", slow);
        StudyConsumer two =
            new StudyConsumer(
                database,
                Map.of(ORTHANC, attempt -> new TaskOutcome.Done("")),
                "two",
                1,
                FAST,
                QUICK,
                jumping)) {
      queue.add("study");
      one.start();
      begun.acquire();
      ahead.set(Duration.ofHours(1));
      two.start();
      awaitState("study", TaskState.DONE);
      goOn.release(10);
      queue.add("other");
      awaitState("other", TaskState.DONE);
    }
    assertEquals(TaskState.DONE, records.find("study").orElseThrow().state());
  }
}
