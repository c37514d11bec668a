// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.database.Sql;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.queue.AuditTrail;
import org.orthancprism.queue.StudyQueue;
import org.orthancprism.results.ResultStudies;
import org.orthancprism.results.StudyMark;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.FilmSelection.EndedEdit;
import org.orthancprism.task.FilmsJson;
import org.orthancprism.task.ResultRemoval;
import org.orthancprism.task.SeparateStudies;
import org.orthancprism.task.TaskRecords;
import org.orthancprism.testing.ScriptedOrthanc;

/** Results that have been kept long enough, in a scripted Orthanc with a real queue. */
class ExpiryTest {

  private static final String ORTHANC = "north";
  private static final Instant NOW = Instant.parse("2026-06-30T12:00:00Z");
  private static final Instant OLD = NOW.minus(Duration.ofDays(31));
  private static final Instant YOUNG = NOW.minus(Duration.ofDays(29));

  private final FakeStudy study = new FakeStudy();
  private final ScriptedOrthanc orthanc = new ScriptedOrthanc(study::answer);
  @TempDir private Path folder;
  private QueueDatabase database;

  @BeforeEach
  void addStudy() {
    openQueue();
    study.add(FakeStudy.original(FakeStudy.FILM));
    results().note(FakeStudy.ID, Instant.EPOCH);
  }

  private void openQueue() {
    database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db")),
            QueueDatabase.Side.TRIGGERS);
  }

  @AfterEach
  void close() {
    orthanc.close();
    database.close();
  }

  private ResultStudies results() {
    return new ResultStudies(database, ORTHANC);
  }

  private void expire(Optional<Duration> kept, Instant now) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    OrthancClient client = new OrthancClient(orthanc.address(), "");
    StudyRemoval removal = new StudyRemoval(client, new Part10Codec(), database, ORTHANC, clock);
    new Expiry(database, ORTHANC, removal, new ResultsKept(kept), clock, time -> {}).run();
  }

  private void expire() {
    expire(Optional.of(Duration.ofDays(30)), NOW);
  }

  private static DatasetBuilder image(String uid, Instant made) {
    return FakeStudy.image(uid, FakeStudy.PACK, FakeStudy.EDIT, made);
  }

  private void addResultsOf(Instant made) {
    study.add(image("2.1", made));
    study.add(FakeStudy.state("2.2", FakeStudy.PACK, made));
    study.add(FakeStudy.report("2.3", FakeStudy.PACK, made, FakeStudy.EDIT, "1.1", "2.1", "2.2"));
  }

  private List<AuditTrail.Entry> audit() {
    return new AuditTrail(database, ORTHANC, Clock.systemUTC()).newest(Optional.empty(), 10);
  }

  /** A task of the rules that has made the edit of the film. */
  private void addDoneTask() {
    new StudyQueue(database, ORTHANC, Clock.systemUTC()).add(FakeStudy.ID);
    EndedEdit made = new EndedEdit(FakeStudy.EDIT, Ending.Kind.MADE, true, List.of(), "why");
    String films =
        FilmsJson.write(
            List.of(new FilmSelection("1-1", FakeStudy.FILM, true, "").with(List.of(made))));
    new Sql(database).update("UPDATE tasks SET state = 'done', films = ?", films);
  }

  @Test
  void oldResultsGoAndTheirFilmStays() {
    addResultsOf(OLD);
    expire();
    assertEquals(List.of(FakeStudy.FILM), study.uids());
    AuditTrail.Entry entry = audit().get(0);
    assertEquals("expire", entry.action());
    assertEquals("Results.KeepDays", entry.actor());
    assertTrue(entry.detail().startsWith("studies 1, series 3, instances 3, tasks 0;"));
  }

  @Test
  void resultsStayForEverUnlessTheConfigurationSaysOtherwise() {
    addResultsOf(OLD);
    expire(Optional.empty(), NOW);
    assertEquals(4, study.uids().size());
  }

  @Test
  void resultsAreLookedAtAgainOnceTheOldestIsOldEnough() {
    addResultsOf(YOUNG);
    expire();
    assertEquals(4, study.uids().size());
    int requests = orthanc.requests().size();
    expire();
    assertEquals(requests, orthanc.requests().size(), "its oldest result is known to be young");
    expire(Optional.of(Duration.ofDays(30)), NOW.plus(Duration.ofDays(2)));
    assertEquals(List.of(FakeStudy.FILM), study.uids());
    assertEquals(
        List.of(), results().before(NOW, Optional.empty(), 9), "nothing is left to expire");
  }

  @Test
  void onlyWhatSaysThatItWasMadeHereIsDeletedWhateverItLooksLike() {
    String likeOurs = "2.25.1.2.3";
    study.add(
        FakeStudy.original("5.1")
            .set(Tag.MANUFACTURER, "orthanc-prism")
            .set(Tag.SERIES_DESCRIPTION, "edema removed - SYNTHETIC, not for diagnosis")
            .set(Tag.INSTANCE_CREATION_DATE, "20200101"));
    study.add(
        FakeStudy.original("5.2")
            .set(Tag.MANUFACTURER, "orthanc-prism")
            .set(Tag.SYNTHETIC_DATA, "YES")
            .set(Tag.INSTANCE_CREATION_DATE, "20200101"));
    study.add(image(likeOurs, OLD).set(Tag.IMAGE_TYPE, "DERIVED", "SECONDARY"));
    Dataset another =
        image("5.3", OLD).build().items(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE).get(0).toBuilder()
            .set(Tag.MANUFACTURER, "somebody else")
            .build();
    study.add(image("5.3", OLD).set(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE, another));
    study.add(image("5.4", OLD).set(Tag.MANUFACTURER, "somebody else"));
    study.add(image("2.9", OLD));
    expire();
    assertEquals(
        Set.of(FakeStudy.FILM, "5.1", "5.2", "5.3", "5.4", likeOurs), Set.copyOf(study.uids()));
  }

  @Test
  void whatTellsNoDayIsNeverOldEnough() {
    study.add(image("2.1", OLD).set(Tag.INSTANCE_CREATION_DATE, ""));
    expire();
    assertEquals(2, study.uids().size());
  }

  @Test
  void theMarkHoldsAfterwardsSoThatNothingIsMadeAgain() {
    addResultsOf(OLD);
    List<String> before = List.of("1-1 f1", "2-1 f1", "2-2 f1", "2-3 f1");
    StudyMark mark =
        StudyMark.of(FakeStudy.PACK, List.of(FakeStudy.EDIT), before, Set.of("1-1 f1"));
    study.metadata(StudyMark.METADATA, mark.text(OLD));
    study.metadata(5121, "done");
    expire();
    StudyMark after = StudyMark.parse(study.metadata(StudyMark.METADATA)).orElseThrow();
    assertTrue(after.holds(List.of("1-1 f1")));
    assertEquals(Set.of("1-1 f1"), after.films());
    assertEquals("done, results expired", study.metadata(5121));
  }

  @Test
  void theTaskSaysThatItsResultsExpired() {
    addDoneTask();
    addResultsOf(OLD);
    expire();
    EndedEdit edit =
        new TaskRecords(database, ORTHANC)
            .find(FakeStudy.ID)
            .orElseThrow()
            .films()
            .get(0)
            .edits()
            .get(0);
    assertFalse(edit.stored());
    assertEquals(Optional.of(ResultRemoval.EXPIRED), edit.removal());
    assertEquals("studies 1, series 3, instances 3, tasks 1", detail());
  }

  private String detail() {
    return audit().get(0).detail().replaceFirst(";.*", "");
  }

  @Test
  void aStudyThatATaskIsAtWaitsForTheNextTime() {
    addDoneTask();
    addResultsOf(OLD);
    new Sql(database).update("UPDATE tasks SET state = 'running'");
    expire();
    assertEquals(4, study.uids().size());
    new Sql(database).update("UPDATE tasks SET state = 'done'");
    expire();
    assertEquals(1, study.uids().size());
  }

  private void keepResultsApart() {
    study.keepResultsApart();
    new SeparateStudies(database, ORTHANC).add(FakeStudy.RESULTS, FakeStudy.ID);
    addResultsOf(OLD);
  }

  @Test
  void resultsInAStudyOfTheirOwnGoWithTheMarkAndTheTaskOfTheFilms() {
    keepResultsApart();
    addDoneTask();
    List<String> before = List.of("1-1 f1", "2-1 f1", "2-2 f1", "2-3 f1");
    StudyMark mark =
        StudyMark.of(FakeStudy.PACK, List.of(FakeStudy.EDIT), before, Set.of("1-1 f1"));
    study.metadata(StudyMark.METADATA, mark.text(OLD));
    study.metadata(5121, "done");
    expire();
    assertEquals(List.of(FakeStudy.FILM), study.uids());
    assertTrue(
        StudyMark.parse(study.metadata(StudyMark.METADATA)).orElseThrow().holds(List.of("1-1 f1")));
    assertEquals("done, results expired", study.metadata(5121));
    assertEquals("studies 1, series 3, instances 3, tasks 1", detail());
  }

  @Test
  void resultsInAStudyOfTheirOwnGoThoughTheirFilmsAreGone() {
    keepResultsApart();
    study.remove(FakeStudy.FILM);
    expire();
    assertEquals(List.of(), study.uids());
    assertEquals(List.of(), results().before(NOW, Optional.empty(), 9));
  }

  @Test
  void aStudyThatIsGoneIsForgotten() {
    results().note("ef", Instant.EPOCH);
    expire();
    assertEquals(List.of(), results().before(NOW, Optional.empty(), 9));
  }

  @Test
  void theTasksOfAnEarlierVersionTellWhereResultsMayBe() {
    addDoneTask();
    new Sql(database).update("DELETE FROM result_studies");
    addResultsOf(OLD);
    database.close();
    openQueue();
    expire();
    assertEquals(List.of(FakeStudy.FILM), study.uids());
  }
}
