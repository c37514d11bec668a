// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.orthancprism.testing.Await;
import org.orthancprism.testing.ChildJvm;

/** What a queue promises, whatever database it is kept in. */
abstract class StudyQueueContract {

  static final String ORTHANC = "radiology";

  static final StudyConsumer.Timing FAST =
      new StudyConsumer.Timing(
          Duration.ofMillis(20), Duration.ofMillis(150), Duration.ofSeconds(5));
  private static final RetryPolicy QUICK =
      new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(4));
  private static final Clock CLOCK = Clock.systemUTC();

  private QueueDatabase database;
  private StudyQueue queue;
  private TaskRecords records;

  /** Where an empty queue is. */
  abstract QueueSettings emptyQueue() throws Exception;

  @BeforeEach
  void openQueue() throws Exception {
    database = QueueDatabase.open(emptyQueue(), QueueDatabase.Side.WORKERS);
    queue = new StudyQueue(database, ORTHANC, CLOCK);
    records = new TaskRecords(database, ORTHANC);
  }

  @AfterEach
  void closeQueue() {
    database.close();
  }

  private static TaskKey key(String study) {
    return new TaskKey(ORTHANC, study);
  }

  private StudyConsumer consumer(String name, StudyHandler handler) {
    return new StudyConsumer(database, Map.of(ORTHANC, handler), name, 1, FAST, QUICK, CLOCK);
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
            new FilmSelection("i1", "1.2.3", true, "")
                .with(
                    List.of(
                        new FilmSelection.EditMade("remove-edema", false, "failed: classifier"))),
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
  void whatIsFreshGoesBeforeWhatWasThereAndWhatSomebodyWaitsForBeforeBoth() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    queue.backfill("old-1");
    queue.backfill("old-2");
    queue.add("fresh");
    queue.request("ab", CounterfactualRequest.of(List.of("remove-support-devices")));
    queue.add("old-2");
    StudyHandler handler =
        attempt -> {
          order.add(attempt.studyId());
          return new TaskOutcome.Done("");
        };
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      awaitState("old-1", TaskState.DONE);
    }
    assertEquals("ab", order.get(0));
    assertEquals(Set.of("fresh", "old-2"), Set.copyOf(order.subList(1, 3)));
    assertEquals("old-1", order.get(3));
  }

  @Test
  void aRequestIsATaskOfItsOwnAndTheSameRequestIsTheSameTask() throws Exception {
    CounterfactualRequest request = CounterfactualRequest.of(List.of("remove-support-devices"));
    queue.add("ab");
    TaskKey task = queue.request("ab", request);
    assertEquals(task, queue.request("ab", request));
    assertEquals(2, records.newest(10).size());
    List<Optional<CounterfactualRequest>> seen = Collections.synchronizedList(new ArrayList<>());
    StudyHandler handler =
        attempt -> {
          seen.add(attempt.request());
          return new TaskOutcome.Done("");
        };
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      awaitState("ab", TaskState.DONE);
      awaitState(task.id(), TaskState.DONE);
    }
    assertEquals(List.of(Optional.of(request), Optional.empty()), seen);
  }

  @Test
  void aTaskThatIsCancelledWhileItWaitsIsNeverBegunAndStaysSoWhenItIsTriggeredAgain()
      throws Exception {
    AtomicInteger runs = new AtomicInteger();
    queue.add("study");
    assertTrue(queue.cancel("study", "nobody needs it"));
    queue.add("study");
    queue.add("other");
    StudyHandler handler =
        attempt -> {
          runs.incrementAndGet();
          return new TaskOutcome.Done("");
        };
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      awaitState("other", TaskState.DONE);
      TaskRecord cancelled = awaitState("study", TaskState.CANCELLED);
      assertEquals("nobody needs it", cancelled.reason());
      assertEquals(1, runs.get());
      assertTrue(queue.retry("study"));
      awaitState("study", TaskState.DONE);
    }
    assertFalse(queue.cancel("study", "too late"));
  }

  @Test
  void aTaskThatIsCancelledWhileItRunsEndsAtItsNextStep() throws Exception {
    Semaphore begun = new Semaphore(0);
    Semaphore goOn = new Semaphore(0);
    StudyHandler handler =
        attempt -> {
          attempt.progress(Stage.READ, 0);
          begun.release();
          goOn.acquireUninterruptibly();
          attempt.progress(Stage.EDIT, 0.5);
          return new TaskOutcome.Done("it went on");
        };
    queue.add("study");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      begun.acquire();
      assertTrue(queue.cancel("study", "nobody needs it"));
      goOn.release();
      TaskRecord cancelled = awaitState("study", TaskState.CANCELLED);
      assertEquals("nobody needs it", cancelled.reason());
      assertEquals(FailureKind.CANCELLED, cancelled.failure());
    }
  }

  @Test
  void aTaskThatIsCancelledWhileItsResultsAreStoredIsDone() throws Exception {
    Semaphore begun = new Semaphore(0);
    Semaphore goOn = new Semaphore(0);
    StudyHandler handler =
        attempt -> {
          attempt.progress(Stage.STORE, 0.9);
          begun.release();
          goOn.acquireUninterruptibly();
          attempt.progress(Stage.REPORT, 0.95);
          return new TaskOutcome.Done("");
        };
    queue.add("study");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      begun.acquire();
      queue.cancel("study", "too late");
      goOn.release();
      awaitState("study", TaskState.DONE);
    }
  }

  @Test
  void theTasksOfADeletedStudyAreCancelledAndItsReturnIsNews() throws Exception {
    queue.add("ab");
    TaskKey request = queue.request("ab", CounterfactualRequest.of(List.of("add-nodule")));
    queue.add("cd");
    queue.studyDeleted("ab");
    for (String task : List.of("ab", request.id())) {
      TaskRecord record = records.find(task).orElseThrow();
      assertEquals(TaskState.CANCELLED, record.state());
      assertEquals(FailureKind.STUDY_DELETED, record.failure());
    }
    assertEquals(TaskState.QUEUED, records.find("cd").orElseThrow().state());
    queue.add("ab");
    assertEquals(TaskState.QUEUED, records.find("ab").orElseThrow().state());
    try (StudyConsumer consumer = consumer("one", attempt -> new TaskOutcome.Done(""))) {
      consumer.start();
      awaitState("ab", TaskState.DONE);
    }
  }

  @Test
  void aWorkerLeavesTheTasksOfOrthancsThatItDoesNotKnow() throws Exception {
    StudyQueue elsewhere = new StudyQueue(database, "cardiology", CLOCK);
    elsewhere.add("study");
    queue.add("study");
    List<String> names = Collections.synchronizedList(new ArrayList<>());
    StudyHandler handler =
        attempt -> {
          names.add("radiology");
          return new TaskOutcome.Done("");
        };
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      awaitState("study", TaskState.DONE);
    }
    TaskRecords others = new TaskRecords(database, "cardiology");
    assertEquals(TaskState.QUEUED, others.find("study").orElseThrow().state());
    try (StudyConsumer consumer =
        new StudyConsumer(
            database,
            Map.of("cardiology", attempt -> new TaskOutcome.Done("")),
            "two",
            1,
            FAST,
            QUICK,
            CLOCK)) {
      consumer.start();
      Await.until(
          () -> others.find("study").orElseThrow().state(), state -> state == TaskState.DONE);
    }
    assertEquals(List.of("radiology"), names);
  }

  @Test
  void asManyTasksRunAtOnceAsAWorkerIsToldTo() throws Exception {
    Semaphore begun = new Semaphore(0);
    Semaphore goOn = new Semaphore(0);
    StudyHandler handler =
        attempt -> {
          begun.release();
          goOn.acquireUninterruptibly();
          return new TaskOutcome.Done("");
        };
    for (int i = 0; i < 4; i++) {
      queue.add("study-" + i);
    }
    try (StudyConsumer consumer =
        new StudyConsumer(database, Map.of(ORTHANC, handler), "one", 2, FAST, QUICK, CLOCK)) {
      consumer.start();
      begun.acquire(2);
      assertEquals(2L, records.counts().get(TaskState.RUNNING));
      assertEquals(0, begun.availablePermits());
      goOn.release(4);
      Await.until(() -> records.counts().get(TaskState.DONE), done -> done == 4);
    }
  }

  @Test
  void aPausedConsumerTakesNothingUntilItIsResumed() throws Exception {
    try (StudyConsumer consumer = consumer("one", attempt -> new TaskOutcome.Done(""))) {
      consumer.start();
      consumer.pause();
      queue.add("study");
      queue.add("other");
      assertEquals(2L, records.counts().get(TaskState.QUEUED));
      consumer.resume();
      awaitState("study", TaskState.DONE);
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

  @Test
  void recordsAreShownPageByPageTheNewestFirst() {
    for (int i = 0; i < 5; i++) {
      queue.add("study-" + i);
    }
    List<String> all = records.newest(10).stream().map(task -> task.key().id()).toList();
    List<String> seen = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      List<TaskRecord> page =
          records.page(new TaskFilter(Optional.of(TaskState.QUEUED), Optional.empty(), after, 2));
      page.forEach(task -> seen.add(task.key().id()));
      after = page.isEmpty() ? Optional.empty() : Optional.of(seen.get(seen.size() - 1));
    } while (after.isPresent());
    assertEquals(5, all.size());
    assertEquals(all, seen);
  }
}
