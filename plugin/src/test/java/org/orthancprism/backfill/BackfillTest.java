// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.database.Sql;
import org.orthancprism.queue.StudyQueue;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.results.Replacements;
import org.orthancprism.task.TaskOrigin;
import org.orthancprism.task.TaskRecords;
import org.orthancprism.task.TaskState;
import org.orthancprism.testing.Await;

/** Studies of the past on their way into a real queue. */
class BackfillTest {

  private static final String ORTHANC = "north";
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path folder;
  private QueueDatabase database;

  @BeforeEach
  void openQueue() {
    database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db")),
            QueueDatabase.Side.TRIGGERS);
  }

  @AfterEach
  void closeQueue() {
    database.close();
  }

  private Backfill backfill() {
    return new Backfill(database, ORTHANC, CLOCK);
  }

  private static List<String> studies(int count) {
    return IntStream.range(0, count).mapToObj(i -> "study-" + i).toList();
  }

  private long queued() {
    return new TaskRecords(database, ORTHANC).counts().get(TaskState.QUEUED);
  }

  @Test
  void studiesAreQueuedSomeAtATimeInTheirOrder() {
    Backfill backfill = backfill();
    backfill.add(studies(2 * Backfill.BATCH + 1), false);
    assertEquals(0, queued());
    assertTrue(backfill.queueSome());
    assertEquals(Backfill.BATCH, queued());
    TaskRecords records = new TaskRecords(database, ORTHANC);
    assertEquals(TaskOrigin.BACKFILL, records.find("study-0").orElseThrow().origin());
    assertTrue(records.find("study-" + Backfill.BATCH).isEmpty());
    assertEquals(Backfill.BATCH, backfill.progress().queued());
    assertTrue(backfill.progress().runs());
  }

  @Test
  void whatARestartInterruptsGoesOnAfterIt() throws Exception {
    Backfill before = backfill();
    before.add(studies(250), false);
    assertTrue(before.queueSome());
    database.close();
    openQueue();
    try (Backfill after = backfill()) {
      after.start();
      BackfillProgress progress = Await.until(after::progress, one -> !one.runs());
      assertEquals(250, progress.studies());
      assertEquals(250, progress.queued());
      assertEquals(250, queued());
    }
  }

  @Test
  void whatIsAddedWhileItRunsIsPartOfItAndALaterOneBeginsAtNothing() {
    Backfill backfill = backfill();
    backfill.add(studies(150), false);
    assertTrue(backfill.queueSome());
    backfill.add(studies(160), false);
    assertEquals(260, backfill.progress().studies());
    assertEquals(100, backfill.progress().queued());
    assertTrue(backfill.queueSome());
    assertTrue(backfill.queueSome());
    assertFalse(backfill.queueSome());
    assertFalse(backfill.progress().runs());
    backfill.add(studies(3), false);
    assertEquals(3, backfill.progress().studies());
    assertEquals(0, backfill.progress().queued());
  }

  @Test
  void ofOneThatWasAskedForTwiceEachStudyIsQueuedOnce() {
    Backfill backfill = backfill();
    backfill.add(List.of("a", "b", "a"), false);
    backfill.add(List.of("b"), false);
    assertEquals(2, backfill.progress().studies());
    assertTrue(backfill.queueSome());
    assertEquals(2, queued());
  }

  @Test
  void studiesWhoseResultsAreReplacedGetTheEditsAgainThatUsersAskedForAndGot() {
    StudyQueue queue = new StudyQueue(database, ORTHANC, CLOCK);
    String done = queue.request("a", CounterfactualRequest.of(List.of("remove-edema"))).id();
    String failed = queue.request("a", CounterfactualRequest.of(List.of("add-edema"))).id();
    new Sql(database).update("UPDATE tasks SET state = 'done' WHERE task_id = ?", done);
    new Sql(database).update("UPDATE tasks SET state = 'failed' WHERE task_id = ?", failed);
    Backfill backfill = backfill();
    backfill.add(List.of("a"), false);
    assertTrue(backfill.queueSome());
    TaskRecords records = new TaskRecords(database, ORTHANC);
    assertEquals(TaskState.DONE, records.find(done).orElseThrow().state());
    assertFalse(new Replacements(database, ORTHANC).has("a"));
    backfill.add(List.of("a"), true);
    assertTrue(backfill.queueSome());
    assertEquals(TaskState.QUEUED, records.find(done).orElseThrow().state());
    assertEquals(TaskState.FAILED, records.find(failed).orElseThrow().state());
    assertTrue(new Replacements(database, ORTHANC).has("a"));
  }

  @Test
  void anotherOrthancsStudiesAreItsOwnAffair() {
    new Backfill(database, "south", CLOCK).add(studies(5), false);
    assertEquals(BackfillProgress.NONE, backfill().progress());
    assertFalse(backfill().queueSome());
  }
}
