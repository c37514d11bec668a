// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.database.Sql;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.delivery.Destinations;
import org.orthancprism.effects.EndRecords;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.request.TaskKey;
import org.orthancprism.task.FilmSelection.EndedEdit;
import org.orthancprism.task.TaskRecords;

/** What is kept, and for how long. */
class QueuePruningTest {

  private static final String ORTHANC = "north";
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Retention MONTH =
      new Retention(Optional.of(Duration.ofDays(30)), Optional.of(Duration.ofDays(30)));

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

  private static Clock after(int days) {
    return Clock.fixed(THEN.plus(Duration.ofDays(days)), ZoneOffset.UTC);
  }

  private void prune(Retention retention, int days) {
    new QueuePruning(database, ORTHANC, retention, after(days)).prune();
  }

  private List<String> tasks() {
    return new TaskRecords(database, ORTHANC)
        .newest(10).stream().map(record -> record.key().id()).sorted().toList();
  }

  /** A study whose task ended at the beginning. */
  private void ended(String study) {
    new StudyQueue(database, ORTHANC, after(0)).add(study);
    TaskKey task = new TaskKey(ORTHANC, study);
    new Executions(database, after(0)).withdraw(task);
    TaskJournal journal = new TaskJournal(database, after(0));
    journal.started(task, "worker");
    assertTrue(journal.done(task, ""));
  }

  @Test
  void tasksThatEndedAreRemovedWhenTheirTimeIsOverAndNotBefore() {
    ended("old");
    prune(MONTH, 29);
    assertEquals(List.of("old"), tasks());
    prune(MONTH, 31);
    assertEquals(List.of(), tasks());
  }

  @Test
  void whatWaitsAndWhatSomebodyCancelledStays() {
    StudyQueue queue = new StudyQueue(database, ORTHANC, after(0));
    queue.add("waiting");
    queue.add("cancelled");
    assertTrue(queue.cancel("cancelled", "not this one"));
    queue.add("deleted");
    queue.studyDeleted("deleted");
    prune(MONTH, 400);
    assertEquals(List.of("cancelled", "waiting"), tasks());
  }

  @Test
  void anotherOrthancsTasksAreItsOwnAffair() {
    new StudyQueue(database, "south", after(0)).add("study");
    new StudyQueue(database, "south", after(0)).studyDeleted("study");
    prune(MONTH, 400);
    assertTrue(new TaskRecords(database, "south").find("study").isPresent());
  }

  @Test
  void theAuditTrailIsKeptForEverUnlessItIsSaidOtherwise() {
    AuditTrail trail = new AuditTrail(database, ORTHANC, after(0));
    trail.add("reader", "pause", null, null, "maintenance");
    prune(Retention.DEFAULT, 5000);
    assertEquals(1, trail.newest(Optional.empty(), 10).size());
    prune(MONTH, 31);
    assertEquals(List.of(), trail.newest(Optional.empty(), 10));
  }

  @Test
  void whatWasSentIsKeptAsLongAsTheTasksAndWhatWaitsUntilItIsSent() {
    DeliveryRecords deliveries = new DeliveryRecords(database, ORTHANC, after(0));
    deliveries.add("sent", new Destinations(List.of("PACS")), List.of("a1"));
    new Sql(database)
        .update("UPDATE deliveries SET state = 'sent', ended_at = ?", THEN.toEpochMilli());
    deliveries.add("waiting", new Destinations(List.of("PACS")), List.of("a2"));
    prune(MONTH, 29);
    assertEquals(2, deliveries.of(List.of("sent", "waiting")).size());
    prune(MONTH, 400);
    assertEquals(
        List.of("waiting"),
        deliveries.of(List.of("sent", "waiting")).stream().map(one -> one.task().id()).toList());
  }

  @Test
  void howEditsEndedIsKeptAsLongAsTheTasks() {
    new EndRecords(database, ORTHANC, after(0))
        .put(
            "digest",
            "1.1",
            new EndedEdit("remove-edema", Ending.Kind.WITHHELD, false, List.of("place"), "why"));
    EndRecords later = new EndRecords(database, ORTHANC, after(31));
    prune(MONTH, 29);
    assertEquals(1, later.weeks(12).size());
    prune(MONTH, 31);
    assertEquals(List.of(), later.weeks(12));
    assertEquals(1, later.totals().get(Ending.Kind.WITHHELD), "the count since the beginning");
  }
}
