// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.database.Sql;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.queue.AuditTrail;
import org.orthancprism.queue.StudyQueue;
import org.orthancprism.results.ResultStudies;
import org.orthancprism.task.SeparateStudies;
import org.orthancprism.testing.Await;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;

/** Recalls of results out of a scripted Orthanc, with a queue that is real. */
abstract class RecallContract {

  private static final String ORTHANC = "north";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-06-30T12:00:00Z"), ZoneOffset.UTC);
  private static final Instant MADE = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = Instant.parse("2026-05-01T12:00:00Z");
  private static final String CHOSEN = FakeStudy.EDIT + "; seed=7";

  private final FakeStudy study = new FakeStudy();
  private final List<String> waits = new ArrayList<>();
  private volatile boolean down;
  private final ScriptedOrthanc orthanc =
      new ScriptedOrthanc(request -> down ? new Answer(401, "") : study.answer(request));
  private QueueDatabase database;
  private Recalls recalls;

  /** Where an empty queue is. */
  abstract QueueSettings emptyQueue() throws Exception;

  @BeforeEach
  void addStudy() throws Exception {
    open(emptyQueue());
    new ResultStudies(database, ORTHANC).note(FakeStudy.ID, MADE);
    study.add(FakeStudy.original(FakeStudy.FILM));
    study.add(FakeStudy.image("2.1", FakeStudy.PACK, FakeStudy.EDIT, MADE));
    study.add(FakeStudy.image("2.2", FakeStudy.PACK, "add-edema", MADE));
    study.add(FakeStudy.state("2.3", FakeStudy.PACK, MADE));
    study.add(
        FakeStudy.report("2.4", FakeStudy.PACK, MADE, FakeStudy.EDIT, "1.1", "2.1", "2.2", "2.3"));
    study.add(FakeStudy.image("3.1", FakeStudy.OTHER_PACK, CHOSEN, LATER));
    study.add(FakeStudy.report("3.2", FakeStudy.OTHER_PACK, LATER, CHOSEN, "1.1", "3.1"));
  }

  @AfterEach
  void close() {
    orthanc.close();
    database.close();
  }

  private void open(QueueSettings settings) {
    database = QueueDatabase.open(settings, QueueDatabase.Side.TRIGGERS);
    StudyRemoval removal =
        new StudyRemoval(
            new OrthancClient(orthanc.address(), ""), new Part10Codec(), database, ORTHANC, CLOCK);
    recalls = new Recalls(database, ORTHANC, removal, CLOCK, time -> waits.add(time.toString()));
  }

  private static Criterion criterion(String pack, String edit, Instant from, Instant before) {
    return new Criterion(
        Optional.ofNullable(pack),
        Optional.ofNullable(edit),
        Optional.ofNullable(from),
        Optional.ofNullable(before),
        Optional.empty());
  }

  private Recall run(Criterion criterion, boolean dryRun) throws Exception {
    Recall recall = recalls.add("admin", criterion, dryRun);
    while (recalls.step()) {
      // Study by study.
    }
    return recalls.find(recall.number()).orElseThrow();
  }

  private Set<String> left() {
    return Set.copyOf(study.uids());
  }

  @Test
  void aDryRunCountsWhatTheRecallThenDeletes() throws Exception {
    Criterion pack = criterion(FakeStudy.PACK, null, null, null);
    Recall counted = run(pack, true);
    assertEquals(new Removed(1, 4, 4, 0), counted.removed());
    assertEquals(7, left().size());
    Recall deleted = run(pack, false);
    assertEquals(counted.removed(), deleted.removed());
    assertEquals(Set.of(FakeStudy.FILM, "3.1", "3.2"), left());
    assertEquals(Optional.of(CLOCK.instant()), deleted.endedAt());
    assertEquals(1, deleted.looked());
  }

  @Test
  void resultsInAStudyOfTheirOwnAreRecalledByEitherStudyAndTheFilmStays() throws Exception {
    study.keepResultsApart();
    new SeparateStudies(database, ORTHANC).add(FakeStudy.RESULTS, FakeStudy.ID);
    for (String either : List.of(FakeStudy.ID, FakeStudy.RESULTS)) {
      assertEquals(new Removed(1, 4, 4, 0), run(ofStudy(FakeStudy.PACK, either), true).removed());
    }
    run(ofStudy(FakeStudy.PACK, FakeStudy.RESULTS), false);
    assertEquals(Set.of(FakeStudy.FILM, "3.1", "3.2"), left());
    run(ofStudy(FakeStudy.OTHER_PACK, FakeStudy.ID), false);
    assertEquals(Set.of(FakeStudy.FILM), left());
  }

  private static Criterion ofStudy(String pack, String study) {
    return new Criterion(
        Optional.of(pack),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(study));
  }

  @Test
  void anEditIsRecalledHoweverItWasMadeWithTheReportsThatTellOfIt() throws Exception {
    run(criterion(null, FakeStudy.EDIT, null, null), false);
    assertEquals(Set.of(FakeStudy.FILM, "2.2"), left());
  }

  @Test
  void resultsAreRecalledByTheTimeAtWhichTheyWereMade() throws Exception {
    run(criterion(null, null, MADE.plusSeconds(1), LATER), false);
    assertEquals(7, left().size(), "none was made in between");
    run(criterion(null, null, MADE, LATER), false);
    assertEquals(Set.of(FakeStudy.FILM, "3.1", "3.2"), left());
  }

  @Test
  void allThatIsGivenHasToBeMet() throws Exception {
    run(criterion(FakeStudy.OTHER_PACK, FakeStudy.EDIT, null, LATER), false);
    assertEquals(7, left().size());
    Criterion elsewhere =
        new Criterion(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("cd"));
    assertEquals(Removed.NOTHING, run(elsewhere, false).removed());
    assertEquals(7, left().size());
  }

  @Test
  void aRestartInTheMidstLosesNothing() throws Exception {
    new ResultStudies(database, ORTHANC).note("aa", MADE);
    Recall recall = recalls.add("admin", criterion(FakeStudy.PACK, null, null, null), false);
    assertTrue(recalls.step());
    assertEquals(7, left().size(), "the first study holds none");
    QueueSettings settings = database.settings();
    database.close();
    open(settings);
    recalls.start();
    Await.until(
        () -> recalls.find(recall.number()).orElseThrow(), one -> one.endedAt().isPresent());
    recalls.close();
    assertEquals(Set.of(FakeStudy.FILM, "3.1", "3.2"), left());
    Recall ended = recalls.find(recall.number()).orElseThrow();
    assertEquals(2, ended.looked());
    assertEquals(2, ended.candidates());
    assertEquals(4, ended.removed().instances());
  }

  @Test
  void anOrthancThatDoesNotLetItInIsAskedAgain() throws Exception {
    Recall recall = recalls.add("admin", criterion(FakeStudy.PACK, null, null, null), false);
    down = true;
    assertThrows(OrthancRestException.Denied.class, recalls::step);
    down = false;
    while (recalls.step()) {
      // Study by study.
    }
    assertEquals(4, recalls.find(recall.number()).orElseThrow().removed().instances());
  }

  @Test
  void aStudyThatAWorkerIsAtIsWaitedFor() throws Exception {
    new StudyQueue(database, ORTHANC, CLOCK).add(FakeStudy.ID);
    new Sql(database).update("UPDATE tasks SET state = 'running'");
    recalls.add("admin", criterion(FakeStudy.PACK, null, null, null), false);
    assertTrue(recalls.step());
    assertEquals(7, left().size());
    assertEquals(List.of(), waits);
    new Sql(database).update("UPDATE tasks SET state = 'done'");
    assertTrue(recalls.step());
    assertEquals(List.of(Pause.LONG.toString()), waits);
    assertEquals(3, left().size());
  }

  @Test
  void theAuditTrailHasWhoWhatAndHowMuch() throws Exception {
    Recall recall = run(criterion(FakeStudy.PACK, null, null, null), false);
    List<AuditTrail.Entry> entries =
        new AuditTrail(database, ORTHANC, CLOCK).newest(Optional.empty(), 9);
    String meant = "; pack " + FakeStudy.PACK;
    assertEquals("recall-ended", entries.get(0).action());
    assertEquals("admin", entries.get(0).actor());
    assertEquals(
        recall.number() + ": studies 1, series 4, instances 4, tasks 0" + meant,
        entries.get(0).detail());
    assertEquals("recall", entries.get(1).action());
  }

  @Test
  void recallsAreListedTheNewestFirstAndAnotherOrthancsAreItsOwnAffair() throws Exception {
    Recall first = run(criterion(FakeStudy.PACK, null, null, null), true);
    Recall second = run(criterion(null, FakeStudy.EDIT, MADE, LATER), true);
    assertEquals(
        List.of(second.number(), first.number()),
        recalls.newest(9).stream().map(Recall::number).toList());
    assertEquals(
        criterion(null, FakeStudy.EDIT, MADE, LATER), recalls.newest(1).get(0).criterion());
    assertEquals(List.of(), new RecallRecords(database, "south", CLOCK).newest(9));
    assertFalse(recalls.step());
  }
}
