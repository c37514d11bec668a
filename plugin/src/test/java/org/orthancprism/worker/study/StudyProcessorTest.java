// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import org.orthancprism.models.film.Polygon;
import org.orthancprism.models.film.Polygon.Vertex;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.EditChoices;
import org.orthancprism.request.EditRegion;
import org.orthancprism.results.StudyMark;
import org.orthancprism.task.FailureKind;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.ScriptedOrthanc.Request;
import org.orthancprism.worker.film.WantedResults;

/**
 * How a study's task ends where nothing is edited. What it asks Orthanc where films are edited is
 * tested by {@link StudyReadOnceTest}, and what it stores with a real Orthanc.
 */
class StudyProcessorTest {

  private static final String STUDY = "6b9e19d9-62094390-5f9ddb01-4a191ae7-9766b715";
  private static final String INSTANCE = "abae0b24-5a718d9e-1b560140-2cda3ae0-30b846cb";
  private static final List<String> EDITS = List.of("remove-support-devices");
  private static final String SERIES = "GET /studies/" + STUDY + "/series";
  private static final String MARK = "/studies/" + STUDY + "/metadata/" + StudyMark.METADATA;

  @TempDir private Path folder;
  private final Map<String, Answer> answers = new HashMap<>();
  private final Attempt attempt = Mockito.mock();
  private ScriptedOrthanc orthanc;
  private TinyWorker worker;
  private StudyProcessor processor;

  /** A study with one slice of a CT, and one rule that calls for an edit. */
  @BeforeEach
  void open() throws Exception {
    answer("GET /changes?since=1&limit=1000", "{\"Last\": 1, \"Done\": true, \"Changes\": []}");
    answer("GET /changes?last", "{\"Last\": 1, \"Done\": true, \"Changes\": []}");
    answer(
        "GET /studies/" + STUDY,
        "{\"ParentPatient\": \"p\", \"PatientMainDicomTags\": {\"PatientID\": \"P\"},"
            + " \"MainDicomTags\": {\"StudyInstanceUID\": \"1.2\"}}");
    answer(
        "GET /studies/" + STUDY + "/instances",
        "[{\"ID\": \""
            + INSTANCE
            + "\", \"ParentSeries\": \"5e-7e\", \"FileSize\": 100,"
            + " \"MainDicomTags\": {\"SOPInstanceUID\": \"1.2.3\"}}]");
    answer(SERIES, "[{\"ID\": \"5e-7e\", \"MainDicomTags\": {\"Modality\": \"CT\"}}]");
    answer("POST /tools/lookup", "[]");
    rulesCallFor("\"" + EDITS.get(0) + "\"");
    orthanc = new ScriptedOrthanc(this::answer);
    Mockito.when(attempt.studyId()).thenReturn(STUDY);
    Mockito.when(attempt.request()).thenReturn(Optional.empty());
    worker =
        TinyWorker.open(folder, new TinyPacks.Ending(0, -9, 0), orthanc, WantedResults.DEFAULT);
    processor = worker.processor();
  }

  @AfterEach
  void close() {
    worker.close();
    orthanc.close();
  }

  private void answer(String line, String json) {
    answers.put(line, new Answer(200, json));
  }

  private void rulesCallFor(String edits) {
    answer("POST /prism/rules/test", "{\"edits\": [" + edits + "], \"rules\": []}");
  }

  private Answer answer(Request request) {
    if (request.line().equals("PUT " + MARK)) {
      answer("GET " + MARK, request.body());
      return new Answer(200, "");
    }
    return answers.getOrDefault(request.line(), new Answer(404, ""));
  }

  private boolean asked(String line) {
    return orthanc.requests().contains(line);
  }

  @Test
  void aStudyForWhichNoRuleAsksIsDoneUnread() {
    rulesCallFor("");
    assertEquals(
        new TaskOutcome.Done("no rule asks for an edit of this study"), processor.process(attempt));
    assertFalse(asked(SERIES));
    assertFalse(asked("PUT " + MARK));
  }

  @Test
  void aStudyWithoutFilmsIsDoneAndTheNextTriggerFindsNothingNew() {
    assertEquals(
        new TaskOutcome.Done("no film to edit; instances looked at: 1"),
        processor.process(attempt));
    assertTrue(asked("PUT " + MARK));
    assertEquals(new TaskOutcome.NothingNew(), processor.process(attempt));
    assertEquals(1, orthanc.requests().stream().filter(("PUT " + MARK)::equals).count());
  }

  @Test
  void anotherRuleMakesAStudyNewsThatWasDone() {
    processor.process(attempt);
    rulesCallFor("\"add-pleural-effusion\"");
    assertEquals(
        new TaskOutcome.Done("no film to edit; instances looked at: 1"),
        processor.process(attempt));
  }

  @Test
  void aStudyIsLookedAtAgainWhereItsResultsAreToBeReplaced() {
    processor.process(attempt);
    Mockito.when(attempt.replaces()).thenReturn(true);
    assertInstanceOf(TaskOutcome.Done.class, processor.process(attempt));
    Mockito.verify(attempt).replaced();
  }

  @Test
  void aStudyThatWasDeletedFailsForGood() {
    answers.remove("GET /studies/" + STUDY);
    TaskOutcome.Failed failed =
        assertInstanceOf(TaskOutcome.Failed.class, processor.process(attempt));
    assertEquals(FailureKind.STUDY_DELETED, failed.kind());
  }

  @Test
  void anOrthancThatFailsIsAskedAgainLater() {
    answers.put("GET /studies/" + STUDY + "/instances", new Answer(500, ""));
    assertInstanceOf(TaskOutcome.RetryLater.class, processor.process(attempt));
  }

  @Test
  void aPackThatCanNotBeUsedFailsTheTaskBeforeTheStudyIsRead() throws Exception {
    Files.delete(folder.resolve("pack").resolve("pack.json"));
    TaskOutcome.Failed failed =
        assertInstanceOf(TaskOutcome.Failed.class, processor.process(attempt));
    assertEquals(FailureKind.PACK, failed.kind());
    assertFalse(asked("GET /studies/" + STUDY + "/instances"));
  }

  @Test
  void aRequestForAFilmThatIsGoneFails() {
    Polygon corner = new Polygon(List.of(new Vertex(0, 0), new Vertex(9, 0), new Vertex(0, 9)));
    EditRegion region = new EditRegion(INSTANCE.replace('a', 'b'), List.of(corner), List.of());
    request(
        new EditChoices(
            Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.of(region)));
    TaskOutcome.Failed failed =
        assertInstanceOf(TaskOutcome.Failed.class, processor.process(attempt));
    assertEquals(
        "instance "
            + region.instance()
            + ", on which the region lies, can't be edited: it is no longer there",
        failed.reason());
  }

  @Test
  void aRequestIgnoresTheRulesAndLeavesTheirMarkAlone() {
    request(EditChoices.NONE);
    assertEquals(
        new TaskOutcome.Done("no film to edit; instances looked at: 1"),
        processor.process(attempt));
    assertFalse(asked("POST /prism/rules/test"));
    assertFalse(asked("PUT " + MARK));
  }

  private void request(EditChoices choices) {
    Mockito.when(attempt.request())
        .thenReturn(Optional.of(new CounterfactualRequest(EDITS, choices)));
  }

  @Test
  void aMarkOfOtherFilmsDoesNotCount() throws Exception {
    String digest = worker.packs().verified().digest();
    answer(
        "GET " + MARK,
        StudyMark.of(digest, EDITS, Set.of("another instance"), Set.of())
            .text(Clock.systemUTC().instant()));
    assertInstanceOf(TaskOutcome.Done.class, processor.process(attempt));
    assertTrue(asked("PUT " + MARK));
  }
}
