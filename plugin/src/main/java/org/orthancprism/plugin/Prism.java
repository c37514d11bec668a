// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Version;
import org.orthancprism.queue.QueueDatabase;
import org.orthancprism.queue.QueueException;
import org.orthancprism.queue.StudyQueue;
import org.orthancprism.queue.TaskRecords;
import org.orthancprism.supervision.Backoff;
import org.orthancprism.supervision.WorkerSupervisor;
import org.orthancprism.worker.WorkerConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugin at work within Orthanc: puts studies into the queue when they are stable, keeps the
 * worker running that takes them out, and tells how they are.
 */
final class Prism implements OrthancHost.ChangeListener {

  private static final Logger LOG = LoggerFactory.getLogger(Prism.class);
  private static final long CHECKPOINT_SECONDS = 60;

  private final StudyQueue queue;
  private final WorkerSupervisor worker;
  private final ChangeCatchUp catchUp;
  private final ScheduledExecutorService background;
  private @Nullable ScheduledFuture<?> checkpoints;

  private Prism(StudyQueue queue, WorkerSupervisor worker, ChangeCatchUp catchUp) {
    this.queue = queue;
    this.worker = worker;
    this.catchUp = catchUp;
    this.background =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "prism-background");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins, unless the configuration says otherwise or is wrong; never throws. */
  static void enter(OrthancHost host, Clock clock) {
    try {
      Optional<PrismConfiguration> configuration =
          PrismConfiguration.parse(json(host.configuration()));
      if (configuration.isEmpty()) {
        LOG.warn("Not enabled: set $.Prism.Enabled to true in Orthanc's configuration");
        return;
      }
      begin(host, configuration.get(), clock);
      // Orthanc shows warnings by default, and tells at that level what plugins it has.
      LOG.warn("Version {} is in place; its images are not for diagnosis", Version.current());
    } catch (ConfigurationException | QueueException e) {
      LOG.error("Disabled, Orthanc goes on without it: {}", e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      LOG.error("Disabled by an unexpected error, Orthanc goes on without it", e);
    }
  }

  private static void begin(OrthancHost host, PrismConfiguration configuration, Clock clock) {
    QueueDatabase database =
        QueueDatabase.open(configuration.queueUrl(), QueueDatabase.Side.TRIGGERS);
    StudyQueue queue = new StudyQueue(database, clock);
    WorkerConfiguration told =
        new WorkerConfiguration(
            configuration.orthancUrl(),
            host.authorizationToken(),
            configuration.queueUrl(),
            configuration.pack(),
            configuration.edits());
    WorkerSupervisor worker =
        new WorkerSupervisor(
            WorkerCommands.of(configuration), told.toLine(), Backoff.DEFAULT, host, clock);
    TaskRecords records = new TaskRecords(database, clock);
    host.onRest(PrismRoutes.EXPRESSION, new PrismRoutes(configuration, records, worker::status));
    host.onChange(new Prism(queue, worker, new ChangeCatchUp(host, queue)));
  }

  @Override
  public void changed(OrthancHost.Change change, String resourceId) {
    switch (change) {
      case STABLE_STUDY -> add(resourceId);
      case ORTHANC_STARTED -> start();
      case ORTHANC_STOPPED -> stop();
    }
  }

  private void add(String studyId) {
    try {
      queue.add(studyId);
    } catch (RuntimeException e) {
      LOG.error(
          "Study {}: could not be queued; it is found again at Orthanc's next start", studyId, e);
    }
  }

  private void start() {
    worker.start();
    background.execute(() -> logged("catching up with Orthanc's changes", catchUp::run));
    checkpoints =
        background.scheduleWithFixedDelay(
            () -> logged("noting Orthanc's last change", catchUp::checkpoint),
            CHECKPOINT_SECONDS,
            CHECKPOINT_SECONDS,
            TimeUnit.SECONDS);
  }

  private void stop() {
    if (checkpoints != null) {
      checkpoints.cancel(false);
    }
    background.shutdown();
    worker.close();
  }

  private static void logged(String what, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error("{} failed", what, e);
    }
  }

  private static JsonObject json(String configuration) throws ConfigurationException {
    try (JsonReader reader = Json.createReader(new StringReader(configuration))) {
      return reader.readObject();
    } catch (JsonException e) {
      throw new ConfigurationException("$", "Orthanc's configuration is no JSON object");
    }
  }
}
