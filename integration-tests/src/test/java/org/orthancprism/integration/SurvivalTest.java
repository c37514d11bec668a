// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Await;

class SurvivalTest {

  private static final int COMPLETE = Checkout.COMPLETE;

  /** One film for all: each test has an Orthanc of its own. */
  private static final TestFilm FILM = TestFilm.large(401);

  @TempDir private Path folder;

  @Test
  void aKilledWorkerIsStartedAgainAndItsTaskCompleted() throws Exception {
    try (Pacs pacs = Pacs.start(folder)) {
      String study = send(pacs);
      pacs.awaitTask(study, Pacs::isRunning);
      ProcessHandle killed = pacs.worker();
      assertTrue(killed.destroyForcibly());

      pacs.awaitDone(study);
      assertEquals(COMPLETE, pacs.instances(study).size());
      JsonObject worker = pacs.status().getJsonObject("worker");
      assertTrue(worker.getInt("restarts") >= 1, worker::toString);
      assertTrue(worker.getJsonNumber("pid").longValue() != killed.pid(), worker::toString);
    }
  }

  @Test
  void workThatOrthancLeftUndoneIsDoneAfterItsRestart() throws Exception {
    String study;
    try (Pacs pacs = Pacs.start(folder)) {
      study = send(pacs);
      pacs.awaitTask(study, Pacs::isRunning);
    }
    try (Pacs pacs = Pacs.start(folder)) {
      pacs.awaitDone(study);
      assertEquals(COMPLETE, pacs.instances(study).size());
    }
  }

  @Test
  void aFilmThatWasNotYetStableWhenOrthancCrashedIsNotForgotten() throws Exception {
    String study;
    try (Pacs pacs = Pacs.start(folder)) {
      study = send(pacs);
      pacs.awaitTask(study, Pacs::isRunning);
      pacs.server().kill();
    }
    try (Pacs pacs = Pacs.start(folder)) {
      pacs.awaitDone(study);
      assertEquals(COMPLETE, pacs.instances(study).size());
    }
  }

  @Test
  void noProcessStaysBehindWhenOrthancStops() throws Exception {
    List<ProcessHandle> processes;
    try (Pacs pacs = Pacs.start(folder)) {
      String study = send(pacs);
      pacs.awaitTask(study, Pacs::isRunning);
      processes = pacs.server().processes();
      assertTrue(processes.contains(pacs.worker()), "the worker is among Orthanc's processes");
    }
    assertAllEnd(processes);
  }

  @Test
  void noProcessStaysBehindWhenOrthancIsKilled() throws Exception {
    List<ProcessHandle> processes;
    try (Pacs pacs = Pacs.start(folder)) {
      Await.until(Pacs.PATIENCE, () -> pacs.server().processes().size() > 1);
      processes = pacs.server().processes();
      assertTrue(processes.size() > 1, "the worker runs");
      pacs.server().kill();
    }
    assertAllEnd(processes);
  }

  private static void assertAllEnd(List<ProcessHandle> processes) {
    Await.until(Duration.ofSeconds(30), () -> processes.stream().noneMatch(ProcessHandle::isAlive));
    assertEquals(List.of(), processes.stream().filter(ProcessHandle::isAlive).toList());
  }

  private String send(Pacs pacs) throws Exception {
    pacs.send(FILM.file(folder));
    return pacs.studyId(FILM.studyInstanceUid());
  }
}
