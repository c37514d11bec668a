// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.configuration.DailyWindow;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.selection.FilmCriteria;
import org.orthancprism.orthanc.OrthancAccess;
import org.orthancprism.queue.QueueControl;
import org.orthancprism.queue.RetryPolicy;
import org.orthancprism.queue.StudyConsumer;
import org.orthancprism.queue.StudyQueue;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.task.TaskRecord;
import org.orthancprism.task.TaskRecords;
import org.orthancprism.task.TaskState;
import org.orthancprism.testing.Await;
import org.orthancprism.testing.TestSigningKey;
import org.orthancprism.worker.film.WantedResults;
import org.orthancprism.worker.study.WorkLimits;

/**
 * A worker that runs heeds the pause and the daily window; another, without a monitor, does not.
 */
class WorkerMonitorTest {

  private static final String ORTHANC = "radiology";
  private static final List<String> STUDIES = List.of("a", "b", "c", "d", "e", "f");
  private static final StudyConsumer.Timing FAST =
      new StudyConsumer.Timing(
          Duration.ofMillis(20), Duration.ofMillis(150), Duration.ofSeconds(5));

  @TempDir private Path folder;
  private QueueSettings settings;
  private QueueDatabase database;
  private QueueControl control;
  private StudyQueue queue;
  private TaskRecords records;

  private volatile String device = "auto";

  /** The time of day that the monitor sees. */
  private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");

  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  @BeforeEach
  void openQueue() {
    settings = QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db"));
    database = QueueDatabase.open(settings, QueueDatabase.Side.WORKERS);
    control = new QueueControl(database, Clock.systemUTC());
    queue = new StudyQueue(database, ORTHANC, Clock.systemUTC());
    records = new TaskRecords(database, ORTHANC);
  }

  @AfterEach
  void closeQueue() {
    database.close();
  }

  private StudyConsumer consumer(String name) {
    return new StudyConsumer(
        database,
        Map.of(ORTHANC, attempt -> new TaskOutcome.Done("")),
        name,
        1,
        FAST,
        RetryPolicy.DEFAULT,
        Clock.systemUTC());
  }

  private WorkerMonitor monitor(StudyConsumer consumer, Optional<DailyWindow> window) {
    return new WorkerMonitor(
        control,
        consumer,
        configuration(window),
        () -> device,
        new HangWatch(Duration.ofHours(1), () -> 0),
        clock);
  }

  private WorkerConfiguration configuration(Optional<DailyWindow> window) {
    WorkLimits limits =
        new WorkLimits(
            WorkLimits.DEFAULT.filmsPerStudy(),
            WorkLimits.DEFAULT.pixelsPerFilm(),
            WorkLimits.DEFAULT.bytesPerInstance(),
            window);
    return new WorkerConfiguration(
        "gated",
        "cpu",
        List.of(new OrthancAccess(ORTHANC, URI.create("http://127.0.0.1:1"), "", Optional.empty())),
        settings,
        folder,
        1,
        limits,
        FilmCriteria.DEFAULT,
        WantedResults.DEFAULT,
        WorkerPrecision.AUTO,
        TestSigningKey.file());
  }

  private Set<String> workersThatDid() throws Exception {
    Await.until(() -> records.counts().get(TaskState.DONE), done -> done == STUDIES.size());
    return STUDIES.stream()
        .map(study -> records.find(study).map(TaskRecord::worker).orElseThrow())
        .collect(Collectors.toSet());
  }

  @Test
  void theQueueIsToldWhatIsComputedOnOnceThatIsKnown() {
    now = Instant.now(); // whom nobody saw for long is no worker
    try (StudyConsumer gated = consumer("gated");
        WorkerMonitor monitor = monitor(gated, Optional.empty())) {
      monitor.look();
      assertEquals("auto", control.workers().get(0).device());
      device = "cuda:0";
      monitor.look();
      assertEquals("cuda:0", control.workers().get(0).device());
    }
  }

  @Test
  void whileTheQueueIsPausedAWorkerBeginsNothing() throws Exception {
    try (StudyConsumer gated = consumer("gated");
        StudyConsumer free = consumer("free");
        WorkerMonitor monitor = monitor(gated, Optional.empty())) {
      gated.start();
      control.pause("maintenance", "admin");
      monitor.look();
      STUDIES.forEach(queue::add);
      free.start();
      assertEquals(Set.of("free"), workersThatDid());
    }
  }

  @Test
  void aWorkerGoesOnWhenTheQueueIsResumed() throws Exception {
    try (StudyConsumer gated = consumer("gated");
        WorkerMonitor monitor = monitor(gated, Optional.empty())) {
      gated.start();
      control.pause("maintenance", "admin");
      monitor.look();
      STUDIES.forEach(queue::add);
      control.resume();
      monitor.look();
      assertEquals(Set.of("gated"), workersThatDid());
    }
  }

  @Test
  void outsideOfItsDailyWindowAWorkerBeginsNothing() throws Exception {
    try (StudyConsumer gated = consumer("gated");
        StudyConsumer free = consumer("free");
        WorkerMonitor monitor = monitor(gated, Optional.of(night()))) {
      gated.start();
      monitor.look();
      STUDIES.forEach(queue::add);
      free.start();
      assertEquals(Set.of("free"), workersThatDid());
    }
  }

  @Test
  void whenItsDailyWindowBeginsAWorkerGoesOn() throws Exception {
    try (StudyConsumer gated = consumer("gated");
        WorkerMonitor monitor = monitor(gated, Optional.of(night()))) {
      gated.start();
      monitor.look();
      STUDIES.forEach(queue::add);
      now = now.plus(Duration.ofHours(11));
      monitor.look();
      assertEquals(Set.of("gated"), workersThatDid());
    }
  }

  @Test
  void aDriverThatDoesNotAnswerDelaysNeitherTheHangWatchNorTheGate() throws Exception {
    now = Instant.now(); // whom nobody saw for long is no worker
    Path asked = folder.resolve("asked");
    Path smi =
        Files.writeString(
            folder.resolve("nvidia-smi"), "#!/bin/sh\necho $$ >" + asked + "\nexec sleep 600\n");
    Files.setPosixFilePermissions(smi, PosixFilePermissions.fromString("rwx------"));
    AtomicLong time = new AtomicLong();
    HangWatch hangs = new HangWatch(Duration.ofMinutes(20), time::get);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<String> hanging = new AtomicReference<>();
    queue.add("a");
    try (StudyConsumer gated =
            new StudyConsumer(
                database,
                Map.of(ORTHANC, hangs.watching(attempt -> awaiting(begun, ended))),
                "gated",
                1,
                FAST,
                RetryPolicy.DEFAULT,
                Clock.systemUTC());
        WorkerMonitor monitor =
            new WorkerMonitor(
                control,
                gated,
                configuration(Optional.empty()),
                () -> device,
                hangs,
                hanging::set,
                GpuMemory.of(smi.toString(), "cuda:0", Duration.ofMinutes(10)),
                clock)) {
      monitor.start();
      gated.start();
      String pid =
          Await.until(
              () -> Files.exists(asked) ? Files.readString(asked).strip() : "",
              text -> !text.isEmpty());
      ProcessHandle driver = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      try {
        begun.await();
        time.set(Duration.ofMinutes(21).toNanos());
        device = "cuda:0";
        Await.until(hanging::get, "a"::equals);
        Await.until(() -> control.workers().get(0).device(), "cuda:0"::equals);
        assertTrue(driver.isAlive(), "the driver has not answered yet");
      } finally {
        driver.destroyForcibly();
        ended.countDown();
      }
    }
  }

  private static TaskOutcome awaiting(CountDownLatch begun, CountDownLatch end) {
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new TaskOutcome.Done("");
  }

  private static DailyWindow night() {
    return new DailyWindow(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneOffset.UTC);
  }
}
