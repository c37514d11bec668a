// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.logging.LogLine;
import org.orthancprism.logging.LogRoute;
import org.orthancprism.logging.Severity;
import org.orthancprism.retry.ExponentialBackoff;
import org.orthancprism.testing.Await;
import org.orthancprism.testing.ChildJvm;

/** The supervisor with real child processes. */
class WorkerSupervisorTest {

  private static final RestartPolicy QUICK =
      new RestartPolicy(
          new ExponentialBackoff(Duration.ofMillis(1), Duration.ofMillis(5)),
          Duration.ofMinutes(1));

  private Duration silence = Duration.ofMinutes(1);
  private final List<LogLine> log = new CopyOnWriteArrayList<>();

  private WorkerSupervisor supervisor(Path java, String input, Map<String, String> environment) {
    WorkerCommand command =
        new WorkerCommand(
            List.of(),
            java,
            ChildJvm.classPath(),
            ChildProgram.class.getName(),
            List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"),
            environment);
    return new WorkerSupervisor(
        command,
        input,
        QUICK,
        silence,
        (severity, line) -> log.add(new LogLine(severity, line)),
        Clock.systemUTC());
  }

  @Test
  void theWorkerIsToldItsConfigurationAndItsLogIsPassedOn() throws Exception {
    try (WorkerSupervisor supervisor = supervisor(ChildJvm.java(), "live", Map.of("A", "b"))) {
      supervisor.start();
      LogLine told = new LogLine(Severity.WARNING, "Worker: told live");
      Await.until(() -> log, lines -> lines.contains(told));
      Await.until(() -> log, lines -> lines.stream().anyMatch(l -> l.text().contains("[A")));
      assertEquals(WorkerStatus.State.RUNNING, supervisor.status().state());
      assertTrue(ProcessHandle.of(supervisor.status().pid()).orElseThrow().isAlive());
    }
  }

  @Test
  void theWorkerSeesNoEnvironmentButItsOwn() throws Exception {
    try (WorkerSupervisor supervisor = supervisor(ChildJvm.java(), "live", Map.of("A", "b"))) {
      supervisor.start();
      LogLine line =
          Await.until(
                  () -> log.stream().filter(l -> l.text().contains("environment")).findFirst(),
                  Optional::isPresent)
              .orElseThrow();
      assertFalse(line.text().contains("PATH"), line.text());
      assertFalse(line.text().contains("HOME"), line.text());
    }
  }

  @Test
  void aWorkerThatCrashesIsStartedAgainEachTime() throws Exception {
    try (WorkerSupervisor supervisor = supervisor(ChildJvm.java(), "crash", Map.of())) {
      supervisor.start();
      WorkerStatus status = Await.until(supervisor::status, s -> s.restarts() >= 2);
      assertTrue(status.lastEnd().endsWith("ended with status 7"), status.lastEnd());
    }
  }

  @Test
  void aKilledWorkerIsStartedAgainAsAnotherProcess() throws Exception {
    try (WorkerSupervisor supervisor = supervisor(ChildJvm.java(), "live", Map.of())) {
      supervisor.start();
      long first = Await.until(() -> supervisor.status().pid(), pid -> pid != 0);
      ProcessHandle.of(first).orElseThrow().destroyForcibly();
      Await.until(() -> supervisor.status().pid(), pid -> pid != 0 && pid != first);
      assertTrue(supervisor.status().lastEnd().endsWith("died by signal 9"));
    }
  }

  /** systemd, Docker and terminals send a signal to each process of a service that they end. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15})
  void aWorkerThatASignalAsksToEndIsNoError(int signal) throws Exception {
    List<LogLine> ours = new CopyOnWriteArrayList<>();
    LogRoute route = LogRoute.install((severity, line) -> ours.add(new LogLine(severity, line)));
    try (WorkerSupervisor supervisor = supervisor(ChildJvm.java(), "live", Map.of())) {
      supervisor.start();
      Await.until(() -> log, lines -> lines.stream().anyMatch(l -> l.text().contains("told live")));
      long pid = supervisor.status().pid();
      assertEquals(
          0, new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid).start().waitFor());
      WorkerStatus status = Await.until(supervisor::status, s -> s.restarts() >= 1);
      assertEquals("process " + pid + " was ended by signal " + signal, status.lastEnd());
    } finally {
      Logger.getLogger("").removeHandler(route);
    }
    assertTrue(ours.stream().noneMatch(line -> line.severity() == Severity.ERROR), ours::toString);
  }

  @Test
  void theWorkerEndsByItselfWhenItsInputEnds() throws Exception {
    WorkerSupervisor supervisor = supervisor(ChildJvm.java(), "live", Map.of());
    supervisor.start();
    Await.until(() -> log, lines -> lines.stream().anyMatch(l -> l.text().contains("told live")));
    long pid = supervisor.status().pid();
    supervisor.close();
    assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    assertTrue(
        log.contains(new LogLine(Severity.INFO, "Worker: the end of the input was reached")));
    assertEquals(WorkerStatus.State.STOPPED, supervisor.status().state());
    assertEquals(0, supervisor.status().restarts());
  }

  @Test
  void aJavaThatIsNotThereIsReportedAndTriedAgain() throws Exception {
    try (WorkerSupervisor supervisor =
        supervisor(Path.of("/nonexistent/bin/java"), "live", Map.of())) {
      supervisor.start();
      WorkerStatus status = Await.until(supervisor::status, s -> s.restarts() >= 2);
      assertTrue(status.lastEnd().contains("/nonexistent/bin/java"), status.lastEnd());
    }
  }

  @Test
  void aWorkerThatHangsIsKilledAndStartedAgain() throws Exception {
    silence = Duration.ofSeconds(2);
    try (WorkerSupervisor supervisor = supervisor(ChildJvm.java(), "hang", Map.of())) {
      supervisor.start();
      WorkerStatus status = Await.until(supervisor::status, s -> s.restarts() >= 1);
      assertTrue(status.lastEnd().endsWith("died by signal 9"), status.lastEnd());
      assertTrue(log.stream().noneMatch(line -> line.text().contains("ALIVE")));
    }
  }

  @Test
  void aWorkerThatFloodsItsLogIsCutShort() throws Exception {
    try (WorkerSupervisor supervisor = supervisor(ChildJvm.java(), "flood", Map.of())) {
      supervisor.start();
      Await.until(supervisor::status, s -> s.restarts() >= 1);
      assertTrue(log.size() < 1000, () -> log.size() + " lines");
      assertTrue(
          log.contains(
              new LogLine(Severity.WARNING, "Worker: floods its log; lines are left out")));
    }
  }
}
