// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.TaskKey;
import org.orthancprism.task.FailureKind;
import org.orthancprism.task.Stage;
import org.orthancprism.task.TaskFilter;
import org.orthancprism.task.TaskRecord;
import org.orthancprism.task.TaskRecords;
import org.orthancprism.task.TaskState;
import org.orthancprism.testing.Await;

/** What a queue promises to those who give it tasks, look at them and take them back. */
public abstract class TaskControlContract extends TaskListContract {

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

  /** As an engine computes within one step, or reads a pack of gigabytes. */
  @Test
  void aTaskThatDoesNotEndWhenItsWorkerIsStoppedIsGivenBackAtOnceAndNotCounted() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    StudyHandler deaf =
        attempt -> {
          begun.countDown();
          while (over.getCount() > 0) {
            try {
              over.await();
            } catch (InterruptedException e) {
              // Computes on.
            }
          }
          return new TaskOutcome.Done("");
        };
    queue.add("study");
    StudyConsumer.Timing impatient =
        new StudyConsumer.Timing(
            Duration.ofMillis(20), Duration.ofSeconds(60), Duration.ofMillis(100));
    StudyConsumer stopped =
        new StudyConsumer(database, Map.of(ORTHANC, deaf), "one", 1, impatient, QUICK, CLOCK);
    try {
      stopped.start();
      begun.await();
      assertFalse(stopped.stop());
      TaskRecord given = records.find("study").orElseThrow();
      assertEquals(TaskState.QUEUED, given.state());
      assertEquals(0, given.attempts());
      try (StudyConsumer next = consumer("two", attempt -> new TaskOutcome.Done("by two"))) {
        next.start();
        assertEquals("by two", awaitState("study", TaskState.DONE).reason());
      }
    } finally {
      over.countDown();
    }
  }

  @Test
  void aFilmAtWhichADecoderEndedIsRememberedUntilItAnswersOrSomebodyTriesAgain() throws Exception {
    List<Integer> noted = Collections.synchronizedList(new ArrayList<>());
    StudyHandler handler =
        attempt -> {
          noted.add(attempt.decoding("one film"));
          noted.add(attempt.decoding("other film"));
          attempt.decoded("other film");
          return new TaskOutcome.Failed(FailureKind.BAD_FILM, "it ended");
        };
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      queue.add("study");
      awaitState("study", TaskState.FAILED);
      queue.request("study", CounterfactualRequest.of(List.of("remove-support-devices")));
      Await.until(noted::size, size -> size == 4);
      assertTrue(queue.retry("study"));
      Await.until(noted::size, size -> size == 6);
    }
    assertEquals(List.of(1, 1, 2, 1, 1, 1), noted);
  }
}
