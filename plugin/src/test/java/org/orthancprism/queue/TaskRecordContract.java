// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueException;
import org.orthancprism.database.Sql;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.delivery.Destinations;
import org.orthancprism.effects.EffectEnds;
import org.orthancprism.effects.EffectRecords;
import org.orthancprism.effects.EndRecords;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.task.FailureKind;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.FilmsJson;
import org.orthancprism.task.ResultRemoval;
import org.orthancprism.task.Stage;
import org.orthancprism.task.TaskRecord;
import org.orthancprism.task.TaskState;
import org.orthancprism.testing.Await;

/** What a queue promises to those who read what became of a task. */
public abstract class TaskRecordContract extends TaskControlContract {

  @Test
  void theRulesThatCalledForTheEditsStandInTheRecord() throws Exception {
    queue.add("study");
    StudyHandler handler =
        attempt -> {
          attempt.decided(List.of("remove-support-devices"), List.of("ward", "night"));
          return new TaskOutcome.Done("");
        };
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      TaskRecord record = awaitState("study", TaskState.DONE);
      assertEquals(List.of("remove-support-devices"), record.edits());
      assertEquals(List.of("ward", "night"), record.rules());
    }
  }

  @Test
  void whatAnEarlierAttemptMadeOfAFilmStaysOnRecord() throws Exception {
    FilmSelection first = new FilmSelection("i1", "1.2.3", true, "");
    FilmSelection second = new FilmSelection("i2", "1.2.4", true, "");
    List<FilmSelection.EndedEdit> passed =
        List.of(
            new FilmSelection.EndedEdit(
                "remove-edema", Ending.Kind.MADE, true, List.of(), "passed: classifier"));
    AtomicInteger attempts = new AtomicInteger();
    StudyHandler handler =
        attempt -> {
          if (attempts.incrementAndGet() == 1) {
            attempt.selected(List.of(first.with(passed), second));
            return new TaskOutcome.RetryLater(FailureKind.ORTHANC_DOWN, "Orthanc is down");
          }
          attempt.selected(List.of(first, second.with(passed)));
          return new TaskOutcome.Done("");
        };
    queue.add("study");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      assertEquals(
          List.of(first.with(passed), second.with(passed)),
          awaitState("study", TaskState.DONE).films());
    }
  }

  @Test
  void aResultThatIsDeletedWhileItsStudyIsLookedAtAgainStaysDeletedOnRecord() throws Exception {
    FilmSelection film = new FilmSelection("i1", "1.2.3", true, "");
    FilmSelection.EndedEdit made =
        new FilmSelection.EndedEdit(
            "remove-edema", Ending.Kind.MADE, true, List.of(), "passed: classifier");
    FilmSelection expired = film.with(List.of(made.removed(ResultRemoval.EXPIRED)));
    AtomicInteger runs = new AtomicInteger();
    StudyHandler handler =
        attempt -> {
          if (runs.incrementAndGet() == 1) {
            attempt.selected(List.of(film.with(List.of(made))));
            return new TaskOutcome.Done("run 1");
          }
          new Sql(database)
              .update(
                  "UPDATE tasks SET films = ? WHERE study_id = ?",
                  FilmsJson.write(List.of(expired)),
                  attempt.studyId());
          attempt.selected(List.of(film));
          return new TaskOutcome.NothingNew();
        };
    queue.add("study");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      awaitState("study", TaskState.DONE);
      queue.add("study");
      Await.until(runs::get, count -> count == 2);
      queue.add("other");
      Await.until(runs::get, count -> count == 3);
      assertEquals(List.of(expired), records.find("study").orElseThrow().films());
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
      assertEquals(first.startedAt(), second.startedAt());
    }
  }

  @Test
  void aTaskThatIsDoneAndFindsMoreToDoStartsAnew() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    StudyHandler handler =
        attempt -> {
          attempt.progress(Stage.READ, 0.1);
          attempt.progress(Stage.STORE, 0.9);
          return new TaskOutcome.Done("run " + runs.incrementAndGet());
        };
    queue.add("study");
    try (StudyConsumer consumer = consumer("one", handler)) {
      consumer.start();
      TaskRecord first = awaitState("study", TaskState.DONE);
      queue.add("study");
      TaskRecord second =
          Await.until(
                  () -> records.find("study"),
                  found -> found.map(record -> "run 2".equals(record.reason())).orElse(false))
              .orElseThrow();
      assertTrue(!second.startedAt().isBefore(first.finishedAt()), second::toString);
      assertTrue(!second.finishedAt().isBefore(second.startedAt()), second::toString);
    }
  }

  /** As earlier versions kept what edits did and how they ended: by the film's SOP Instance UID. */
  private void keepFilmsByUidAlone() {
    Sql sql = new Sql(database);
    sql.update("DROP TABLE film_effects");
    sql.update(
        "CREATE TABLE film_effects (orthanc VARCHAR(32) NOT NULL, film VARCHAR(64) NOT NULL, edit"
            + " VARCHAR(100) NOT NULL, pack VARCHAR(64) NOT NULL, seen_before TEXT NOT NULL,"
            + " seen_after TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (orthanc, film, edit,"
            + " pack))");
    sql.update("DROP TABLE edit_ends");
    sql.update(
        "CREATE TABLE edit_ends (orthanc VARCHAR(32) NOT NULL, film VARCHAR(64) NOT NULL, edit"
            + " VARCHAR(100) NOT NULL, pack VARCHAR(64) NOT NULL, ending VARCHAR(20) NOT NULL,"
            + " gates VARCHAR(200) NOT NULL, stored INT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY"
            + " (orthanc, film, edit, pack))");
    for (String film : List.of("1.1", "1.2", "1.3")) {
      sql.update(
          "INSERT INTO film_effects VALUES (?, ?, 'remove-edema', 'digest', '{\"Edema\":0.9}',"
              + " '{\"Edema\":0.2}', 7)",
          ORTHANC,
          film);
      sql.update(
          "INSERT INTO edit_ends VALUES (?, ?, 'remove-edema', 'digest', 'made', '', 1, 7)",
          ORTHANC,
          film);
    }
  }

  private void heldFilms(String study, FilmSelection... films) {
    queue.add(study);
    new Sql(database)
        .update(
            "UPDATE tasks SET films = ? WHERE task_id = ?", FilmsJson.write(List.of(films)), study);
  }

  @Test
  void aQueueThatKnewFilmsByTheirUidsKnowsThemByTheirInstancesUnlessPatientsShareTheUid()
      throws Exception {
    FilmSelection alone = new FilmSelection("i1", "1.1", true, "");
    heldFilms("study", alone, new FilmSelection("i2", "1.2", true, ""));
    heldFilms("study-again", alone);
    heldFilms("study-of-another-patient", new FilmSelection("i3", "1.2", true, ""));
    keepFilmsByUidAlone();
    long before = new EffectRecords(database, ORTHANC, CLOCK).version();
    for (int start = 1; start <= 2; start++) {
      try (QueueDatabase now =
          QueueDatabase.open(database.settings(), QueueDatabase.Side.TRIGGERS)) {
        EffectRecords effects = new EffectRecords(now, ORTHANC, CLOCK);
        assertEquals(
            List.of("i1"),
            effects.newest("digest", EffectEnds.MADE, 9).stream().map(FilmEffect::film).toList());
        assertEquals(
            1,
            new EndRecords(now, ORTHANC, CLOCK)
                .ofPack("digest")
                .get("remove-edema")
                .get(Ending.Kind.MADE));
        assertTrue(effects.version() > before);
        long kept = effects.version();
        effects.put("digest", effects.ofFilm("digest", "i1").get(0));
        assertTrue(effects.version() > kept, "what comes is noticed as before");
      }
    }
  }

  @Test
  void aQueueThatKnewFilmsByTheirUidsAndNoEndsOfEditsIsConvertedToo() throws Exception {
    heldFilms("study", new FilmSelection("i1", "1.1", true, ""));
    keepFilmsByUidAlone();
    new Sql(database).update("DROP TABLE edit_ends");
    try (QueueDatabase now = QueueDatabase.open(database.settings(), QueueDatabase.Side.TRIGGERS)) {
      assertEquals(
          List.of("remove-edema"),
          new EffectRecords(now, ORTHANC, CLOCK)
              .ofFilm("digest", "i1").stream().map(FilmEffect::edit).toList());
      assertEquals(Map.of(), new EndRecords(now, ORTHANC, CLOCK).ofPack("digest"));
    }
  }

  @Test
  void anEffectIsNotedWithItsPatientOrWithoutWhereThatIsNotKnown() {
    EffectRecords effects = new EffectRecords(database, ORTHANC, CLOCK);
    FilmEffect effect =
        new FilmEffect("i1", "remove-edema", Map.of("Edema", 0.9), Map.of("Edema", 0.2));
    effects.put("digest", effect);
    assertEquals(List.of(effect), effects.ofFilm("digest", "i1"));
    effects.put("digest", effect.ofPatient("p1"));
    assertEquals(List.of(effect.ofPatient("p1")), effects.ofFilm("digest", "i1"));
  }

  @Test
  void aQueueThatDidNotKnowPatientsTakesTheFilmsOfAStudyForOnesOfOnePatient() throws Exception {
    heldFilms(
        "study",
        new FilmSelection("i1", "1.1", true, ""),
        new FilmSelection("i2", "1.2", true, ""));
    EffectRecords before = new EffectRecords(database, ORTHANC, CLOCK);
    for (String instance : List.of("i1", "i2", "of-a-task-that-is-gone")) {
      before.put(
          "digest",
          new FilmEffect(instance, "remove-edema", Map.of("Edema", 0.9), Map.of("Edema", 0.2)));
    }
    new Sql(database).update("ALTER TABLE film_effects DROP COLUMN patient");
    try (QueueDatabase now = QueueDatabase.open(database.settings(), QueueDatabase.Side.TRIGGERS)) {
      EffectRecords effects = new EffectRecords(now, ORTHANC, CLOCK);
      for (String instance : List.of("i1", "i2")) {
        assertEquals(
            Optional.of("study"), effects.ofFilm("digest", instance).get(0).patient(), instance);
      }
      FilmEffect other = effects.ofFilm("digest", "of-a-task-that-is-gone").get(0);
      assertEquals(Optional.empty(), other.patient());
      effects.put("digest", other.ofPatient("p1"));
    }
    try (QueueDatabase again =
        QueueDatabase.open(database.settings(), QueueDatabase.Side.TRIGGERS)) {
      assertEquals(
          Optional.of("p1"),
          new EffectRecords(again, ORTHANC, CLOCK)
              .ofFilm("digest", "of-a-task-that-is-gone")
              .get(0)
              .patient());
    }
  }

  @Test
  void deliveriesAreNotedAndNoLongerToComeOrNeitherOfThat() {
    DeliveryRecords deliveries = new DeliveryRecords(database, ORTHANC, CLOCK);
    Destinations destinations = new Destinations(List.of("PACS", "RESEARCH"));
    deliveries.begin("study", destinations, "1.2.3");
    Sql sql = new Sql(database);
    sql.update("ALTER TABLE deliveries_to_come RENAME TO out_of_reach");
    assertThrows(QueueException.class, () -> deliveries.add("study", destinations, List.of("i1")));
    sql.update("ALTER TABLE out_of_reach RENAME TO deliveries_to_come");
    assertEquals(List.of(), deliveries.of(List.of("study")));
    assertEquals(Optional.of("1.2.3"), deliveries.begun("study"));
    deliveries.add("study", destinations, List.of("i1"));
    assertEquals(2, deliveries.of(List.of("study")).size());
    assertEquals(Optional.empty(), deliveries.begun("study"));
  }
}
