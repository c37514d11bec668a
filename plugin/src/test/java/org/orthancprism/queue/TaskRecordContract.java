// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.orthancprism.database.Sql;
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
}
