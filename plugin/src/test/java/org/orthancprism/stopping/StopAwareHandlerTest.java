// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.stopping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyHandler;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.task.FailureKind;

class StopAwareHandlerTest {

  private final Attempt attempt = Mockito.mock(Attempt.class);

  /** What a stop has made of a task: files closed while they are read, Orthanc gone, queue gone. */
  static Stream<StudyHandler> failures() {
    return Stream.of(
        attempt -> new TaskOutcome.Failed(FailureKind.PACK, "unet.safetensors can't be read"),
        attempt -> new TaskOutcome.Failed(FailureKind.STUDY_DELETED, "the study was deleted"),
        attempt -> new TaskOutcome.RetryLater(FailureKind.ORTHANC_DOWN, "Orthanc is down"),
        attempt -> {
          throw new IllegalStateException("the editor is closed");
        });
  }

  @ParameterizedTest
  @MethodSource("failures")
  void noFailureIsBelievedWhileTheWorkerIsBeingStopped(StudyHandler handler) {
    assertInstanceOf(
        TaskOutcome.Interrupted.class, new StopAwareHandler(handler, () -> true).process(attempt));
  }

  @Test
  void failuresOfAWorkerThatGoesOnStayWhatTheyAre() {
    TaskOutcome failed = new TaskOutcome.Failed(FailureKind.PACK, "the pack is altered");
    TaskOutcome later = new TaskOutcome.RetryLater(FailureKind.ORTHANC_DOWN, "Orthanc is down");
    for (TaskOutcome outcome : new TaskOutcome[] {failed, later}) {
      assertEquals(outcome, new StopAwareHandler(any -> outcome, () -> false).process(attempt));
    }
    StudyHandler defect =
        any -> {
          throw new IllegalStateException("a defect");
        };
    assertThrows(
        IllegalStateException.class,
        () -> new StopAwareHandler(defect, () -> false).process(attempt));
  }

  @Test
  void whatIsDoneIsDoneAlsoWhileTheWorkerIsBeingStopped() {
    TaskOutcome done = new TaskOutcome.Done("");
    assertEquals(done, new StopAwareHandler(any -> done, () -> true).process(attempt));
  }
}
