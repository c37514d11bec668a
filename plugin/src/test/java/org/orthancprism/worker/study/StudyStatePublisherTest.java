// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.task.FailureKind;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;

/** How an administrator sees on a study what became of it. */
class StudyStatePublisherTest {

  private static Attempt ended(boolean last) {
    Attempt attempt = Mockito.mock();
    Mockito.when(attempt.studyId()).thenReturn("ab");
    Mockito.when(attempt.last()).thenReturn(last);
    return attempt;
  }

  private static List<String> requests(String version, TaskOutcome outcome, boolean last) {
    try (ScriptedOrthanc orthanc =
        new ScriptedOrthanc(request -> new Answer(200, "{\"Version\": \"" + version + "\"}"))) {
      new StudyStatePublisher(attempt -> outcome, new OrthancClient(orthanc.address(), ""))
          .process(ended(last));
      return orthanc.requests();
    }
  }

  @Test
  void anOrthancWithLabelsGetsALabelAndTheMetadata() {
    assertEquals(
        List.of(
            "PUT /studies/ab/metadata/5121",
            "GET /system",
            "PUT /studies/ab/labels/prism-done",
            "DELETE /studies/ab/labels/prism-nothing",
            "DELETE /studies/ab/labels/prism-failed",
            "DELETE /studies/ab/labels/prism-expired",
            "DELETE /studies/ab/labels/prism-recalled"),
        requests("1.12.0", new TaskOutcome.Done(""), false));
  }

  @Test
  void aStudyWithoutAnyResultGetsALabelOfItsOwn() {
    assertEquals(
        List.of(
            "GET /studies/ab/metadata/5121",
            "PUT /studies/ab/metadata/5121",
            "GET /system",
            "PUT /studies/ab/labels/prism-nothing",
            "DELETE /studies/ab/labels/prism-done",
            "DELETE /studies/ab/labels/prism-failed",
            "DELETE /studies/ab/labels/prism-expired",
            "DELETE /studies/ab/labels/prism-recalled"),
        requests("1.12.0", new TaskOutcome.Done("no edit is stored", 0, true), false));
    assertEquals("done, nothing stored, 1 film damaged", new TaskOutcome.Done("", 1, true).state());
  }

  @Test
  void aStudyWhoseResultsWereDeletedSaysSoUntilItHasOthers() {
    List<String> written = new ArrayList<>();
    try (ScriptedOrthanc orthanc =
        new ScriptedOrthanc(
            request -> {
              if (request.line().startsWith("PUT")) {
                written.add(request.body());
              }
              return new Answer(
                  200,
                  request.line().endsWith("/5121")
                      ? "done, results expired"
                      : "{\"Version\": \"1.10.1\"}");
            })) {
      OrthancClient client = new OrthancClient(orthanc.address(), "");
      new StudyStatePublisher(attempt -> new TaskOutcome.Done("no new film", 0, true), client)
          .process(ended(false));
      assertEquals(List.of(), written);
      new StudyStatePublisher(attempt -> new TaskOutcome.Done(""), client).process(ended(false));
      assertEquals(List.of("done"), written);
    }
  }

  @Test
  void aStudyThatIsDoneButForADamagedFilmSaysSo() {
    List<String> written = new ArrayList<>();
    try (ScriptedOrthanc orthanc =
        new ScriptedOrthanc(
            request -> {
              if (request.line().startsWith("PUT")) {
                written.add(request.body());
              }
              return new Answer(200, "{\"Version\": \"1.10.1\"}");
            })) {
      new StudyStatePublisher(
              attempt -> new TaskOutcome.Done("torn", 1, false),
              new OrthancClient(orthanc.address(), ""))
          .process(ended(false));
    }
    assertEquals(List.of("done, 1 film damaged"), written);
  }

  @Test
  void anOlderOrthancGetsTheMetadataAlone() {
    assertEquals(
        List.of("PUT /studies/ab/metadata/5121", "GET /system"),
        requests("1.10.1", new TaskOutcome.Failed(FailureKind.BAD_FILM, "torn"), false));
  }

  @Test
  void aTaskThatIsTriedAgainShowsNothingYet() {
    TaskOutcome later = new TaskOutcome.RetryLater(FailureKind.ORTHANC_DOWN, "down");
    assertEquals(List.of(), requests("1.12.0", later, false));
    assertEquals(7, requests("1.12.0", later, true).size());
    assertEquals(List.of(), requests("1.12.0", new TaskOutcome.NothingNew(), false));
  }

  @Test
  void anOrthancThatRefusesCostsNobodyTheirResults() {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(403, ""))) {
      TaskOutcome done = new TaskOutcome.Done("");
      assertEquals(
          done,
          new StudyStatePublisher(attempt -> done, new OrthancClient(orthanc.address(), ""))
              .process(ended(false)));
    }
  }
}
