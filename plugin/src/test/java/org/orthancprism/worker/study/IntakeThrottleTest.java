// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;

/** Results wait for a burst of studies, and for nothing else. */
class IntakeThrottleTest {

  private static final Duration EDIT = Duration.ofSeconds(4);

  private long nanos;
  private final List<Duration> waits = new ArrayList<>();

  /** An Orthanc whose change log grows with time. */
  private ScriptedOrthanc orthanc(String kind, LongUnaryOperator changesAfterSeconds) {
    return new ScriptedOrthanc(
        request -> {
          long last = changesAfterSeconds.applyAsLong(nanos / 1_000_000_000L);
          long since =
              request.line().contains("since=")
                  ? Long.parseLong(request.line().replaceAll(".*since=(\\d+).*", "$1"))
                  : last;
          List<String> changes = new ArrayList<>();
          for (long i = since; i < last; i++) {
            changes.add("{\"ChangeType\": \"" + kind + "\", \"Seq\": " + (i + 1) + "}");
          }
          return new Answer(
              200, "{\"Changes\": " + changes + ", \"Done\": true, \"Last\": " + last + "}");
        });
  }

  private IntakeThrottle throttle(ScriptedOrthanc orthanc) {
    return new IntakeThrottle(
        new OrthancClient(orthanc.address(), ""),
        () -> nanos,
        time -> {
          waits.add(time);
          nanos += time.toNanos();
        });
  }

  /** A task that begins in quiet, edits, and comes to store. */
  private void await(ScriptedOrthanc orthanc, boolean stopping) throws Exception {
    IntakeThrottle.Budget budget = throttle(orthanc).budget();
    budget.await(() -> false);
    nanos += EDIT.toNanos();
    budget.await(() -> stopping);
  }

  @Test
  void nobodyWaitsWhereNothingArrives() throws Exception {
    try (ScriptedOrthanc quiet = orthanc("NewStudy", seconds -> 7)) {
      await(quiet, false);
    }
    assertEquals(List.of(), waits);
  }

  @Test
  void resultsOfOtherWorkersAreNoBurst() throws Exception {
    try (ScriptedOrthanc others = orthanc("NewInstance", seconds -> 50 * seconds)) {
      await(others, false);
    }
    assertEquals(List.of(), waits);
  }

  @Test
  void aBurstIsLetThrough() throws Exception {
    try (ScriptedOrthanc burst = orthanc("NewStudy", seconds -> 10 * Math.min(seconds, 7))) {
      await(burst, false);
    }
    assertEquals(4, waits.size(), "three seconds of the burst and one of quiet");
  }

  @Test
  void aBurstThatDoesNotEndHoldsResultsUpForHalfAMinute() throws Exception {
    try (ScriptedOrthanc endless = orthanc("NewStudy", seconds -> 10 * seconds)) {
      await(endless, false);
    }
    assertEquals(IntakeThrottle.LONGEST, waits.stream().reduce(Duration.ZERO, Duration::plus));
  }

  @Test
  void aStudyIsNotBegunWithWhileOthersArrive() throws Exception {
    try (ScriptedOrthanc burst = orthanc("NewStudy", seconds -> 10 * Math.min(seconds, 7))) {
      IntakeThrottle throttle = throttle(burst);
      throttle.budget().await(() -> false);
      nanos += EDIT.toNanos();
      throttle.budget().await(() -> false);
    }
    assertEquals(4, waits.size(), "three seconds of the burst and one of quiet");
  }

  @Test
  void ofWhatArrivedInALongTimeAllMayArriveNow() throws Exception {
    long hour = 3600;
    try (ScriptedOrthanc late =
        orthanc("NewStudy", seconds -> 10 * Math.max(0, Math.min(seconds - hour, 5)))) {
      IntakeThrottle throttle = throttle(late);
      throttle.budget().await(() -> false);
      nanos += Duration.ofSeconds(hour + 3).toNanos();
      throttle.budget().await(() -> false);
    }
    assertEquals(3, waits.size(), "two seconds of the burst and one of quiet");
  }

  @Test
  void theWaitsOfATaskAreOneBudget() throws Exception {
    try (ScriptedOrthanc endless = orthanc("NewStudy", seconds -> 10 * seconds)) {
      IntakeThrottle.Budget budget = throttle(endless).budget();
      budget.await(() -> false);
      nanos += EDIT.toNanos();
      budget.await(() -> false);
      budget.await(() -> false);
    }
    assertEquals(IntakeThrottle.LONGEST, waits.stream().reduce(Duration.ZERO, Duration::plus));
  }

  @Test
  void aWorkerThatIsStoppedDoesNotWait() throws Exception {
    try (ScriptedOrthanc endless = orthanc("NewStudy", seconds -> 10 * seconds)) {
      assertThrows(StopRequested.class, () -> await(endless, true));
    }
    assertEquals(1, waits.size());
  }
}
