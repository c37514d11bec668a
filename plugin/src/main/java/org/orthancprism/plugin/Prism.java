// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.orthancprism.backfill.Backfill;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Version;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.effects.EffectEnds;
import org.orthancprism.logging.RecentLog;
import org.orthancprism.orthanc.OrthancAccess;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.page.Page;
import org.orthancprism.queue.QueuePruning;
import org.orthancprism.queue.StudyQueue;
import org.orthancprism.removal.Expiry;
import org.orthancprism.removal.Recalls;
import org.orthancprism.removal.StudyRemoval;
import org.orthancprism.results.LostSeparateStudy;
import org.orthancprism.results.SeparateStudy;
import org.orthancprism.supervision.RestartPolicy;
import org.orthancprism.supervision.UnixUser;
import org.orthancprism.supervision.WorkerSupervisor;
import org.orthancprism.task.SeparateStudies;
import org.orthancprism.worker.process.WorkerConfiguration;
import org.orthancprism.worker.process.WorkerLaunch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The plugin at work within Orthanc: puts studies into the queue when they are stable, keeps the
 * worker running that takes them out, and reports their state.
 */
final class Prism implements OrthancHost.ChangeListener {

  private static final Logger LOG = LoggerFactory.getLogger(Prism.class);
  private static final long CHECKPOINT_SECONDS = 60;
  private static final long CATCH_UP_SECONDS = 10;
  private static final long METRICS_SECONDS = 10;
  private static final long PRUNING_SECONDS = 3600;

  private final StudyQueue queue;
  private final QueuePruning pruning;
  private final Optional<WorkerSupervisor> worker;
  private final ChangeCatchUp catchUp;
  private final Backfill backfill;
  private final Expiry expiry;
  private final Recalls recalls;
  private final LostSeparateStudy lost;
  private final Background background = new Background("prism-background", 1);
  private final Background upkeep = new Background("prism-upkeep", 2);
  private final StableStudies stable;
  private @Nullable MetricsReporter metrics;

  private Prism(
      StudyQueue queue,
      QueuePruning pruning,
      Optional<WorkerSupervisor> worker,
      ChangeCatchUp catchUp,
      Backfill backfill,
      Expiry expiry,
      Recalls recalls,
      LostSeparateStudy lost) {
    this.queue = queue;
    this.pruning = pruning;
    this.worker = worker;
    this.catchUp = catchUp;
    this.backfill = backfill;
    this.expiry = expiry;
    this.recalls = recalls;
    this.lost = lost;
    this.stable = new StableStudies(background, this::add);
  }

  /**
   * Begins, unless the configuration says otherwise or is wrong; never throws.
   *
   * @param log where the worker's lines go, and what may be looked at of it
   */
  static void enter(OrthancHost host, RecentLog log, Clock clock) {
    try {
      Optional<PrismConfiguration> configuration =
          PrismConfiguration.parse(json(host.configuration()), System.getenv());
      if (configuration.isEmpty()) {
        LOG.warn("Not enabled: set $.Prism.Enabled to true in Orthanc's configuration");
        return;
      }
      begin(host, configuration.get(), log, clock);
      // Orthanc shows warnings by default, and names its plugins at that level.
      LOG.warn("Version {} is in place; its images are not for diagnosis", Version.current());
    } catch (ConfigurationException | QueueException e) {
      LOG.error("Disabled, Orthanc goes on without it: {}", e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      LOG.error("Disabled by an unexpected error, Orthanc goes on without it", e);
    }
  }

  private static void begin(
      OrthancHost host, PrismConfiguration configuration, RecentLog log, Clock clock)
      throws ConfigurationException {
    QueueDatabase database = QueueDatabase.open(configuration.queue(), QueueDatabase.Side.TRIGGERS);
    configuration
        .worker()
        .flatMap(WorkerLaunch::user)
        .ifPresent(user -> handOver(configuration.folder(), user));
    StudyQueue queue = new StudyQueue(database, configuration.orthanc().name(), clock);
    Optional<WorkerSupervisor> worker =
        configuration.worker().map(launch -> supervisor(host, configuration, launch, log, clock));
    QueuePruning pruning =
        new QueuePruning(
            database, configuration.orthanc().name(), configuration.retention(), clock);
    Backfill backfill = new Backfill(database, configuration.orthanc().name(), clock);
    OrthancClient client = client(host, configuration.orthanc());
    StudyRemoval removal =
        new StudyRemoval(
            client, new Part10Codec(), database, configuration.orthanc().name(), clock);
    Expiry expiry =
        new Expiry(
            database, configuration.orthanc().name(), removal, configuration.resultsKept(), clock);
    Recalls recalls = new Recalls(database, configuration.orthanc().name(), removal, clock);
    LostSeparateStudy lost =
        new LostSeparateStudy(
            client, new SeparateStudies(database, configuration.orthanc().name()));
    Prism prism =
        new Prism(
            queue,
            pruning,
            worker,
            new ChangeCatchUp(host, queue),
            backfill,
            expiry,
            recalls,
            lost);
    PrismServices services =
        PrismServices.of(
            host,
            configuration,
            database,
            worker.map(one -> one::status),
            backfill,
            recalls,
            log,
            clock);
    host.onRest(PrismRoutes.EXPRESSION, new PrismRoutes(services, clock.getZone()));
    host.extendExplorer(Page.ADDRESS, Page.explorerButtons());
    prism.metrics = new MetricsReporter(services);
    backfill.start();
    recalls.start();
    // Computed now, so that the first request need not wait.
    prism.upkeep.execute(
        () ->
            prism.logged(
                "computing effects",
                () -> services.effects().of(Optional.empty(), EffectEnds.ALL)));
    host.onChange(prism);
  }

  /** Reaches Orthanc as the worker does, in the plugin's own name. */
  private static OrthancClient client(OrthancHost host, OrthancAccess orthanc)
      throws ConfigurationException {
    try {
      return OrthancClient.of(
          new OrthancAccess(
              orthanc.name(), orthanc.url(), host.authorizationToken(), orthanc.certificates()));
    } catch (IOException e) {
      throw new ConfigurationException(
          "$.Prism.OrthancCertificates", "can't be read: " + e.getMessage());
    }
  }

  /**
   * A worker of another user has to write where the queue and its engine are. Orthanc, which is
   * root then, may do so all the same; SQLite as root gives new files beside a database to its
   * owner.
   */
  private static void handOver(Path folder, UnixUser user) {
    try {
      user.own(folder);
    } catch (IOException e) {
      LOG.error(
          "The folder {} can't be given to {}, who is to run the worker; that takes an Orthanc that"
              + " runs as root: {}",
          folder,
          user.name(),
          e.toString());
    }
  }

  private static WorkerSupervisor supervisor(
      OrthancHost host,
      PrismConfiguration configuration,
      WorkerLaunch launch,
      RecentLog log,
      Clock clock) {
    OrthancAccess orthanc = configuration.orthanc();
    WorkerConfiguration told =
        new WorkerConfiguration(
            orthanc.name() + "-" + ProcessHandle.current().pid(),
            launch.device().name(),
            List.of(
                new OrthancAccess(
                    orthanc.name(),
                    orthanc.url(),
                    host.authorizationToken(),
                    orthanc.certificates())),
            configuration.queue(),
            configuration.pack(),
            configuration.tasks(),
            configuration.limits(),
            configuration.films(),
            configuration.results(),
            configuration.precision(),
            configuration.signing());
    return new WorkerSupervisor(
        launch.command(),
        told.toLine(),
        RestartPolicy.DEFAULT,
        WorkerSupervisor.SILENCE,
        log,
        clock);
  }

  /** Returns at once: Orthanc waits for it, and the queue may be on another machine. */
  @Override
  public void changed(OrthancHost.Change change, String resourceId) {
    switch (change) {
      case STABLE_STUDY -> stable.add(resourceId);
      case STUDY_DELETED -> {
        stable.forget(resourceId);
        background.execute(() -> delete(resourceId));
        upkeep.execute(
            () -> logged("looking for results of a deleted study", () -> lose(resourceId)));
      }
      case ORTHANC_STARTED -> start();
      case ORTHANC_STOPPED -> stop();
    }
  }

  private void add(List<String> studyIds) {
    if (catchUp.isBehind()) {
      return;
    }
    try {
      queue.addAll(studyIds);
    } catch (RuntimeException | OutOfMemoryError e) {
      catchUp.fallBehind();
      LOG.atLevel(background.isClosing() ? Level.INFO : Level.ERROR)
          .log(
              "Studies {}: can't be queued yet, they are found again: {}",
              studyIds,
              e.getMessage());
    }
  }

  private void delete(String studyId) {
    try {
      queue.studyDeleted(studyId);
    } catch (RuntimeException e) {
      LOG.atLevel(background.isClosing() ? Level.INFO : Level.ERROR)
          .log("Study {}: was deleted, its tasks could not be; they will find nothing", studyId, e);
    }
  }

  private void lose(String studyId) {
    try {
      lost.deleted(studyId);
    } catch (OrthancRestException e) {
      LOG.warn(
          "Study {} of results was deleted; the study of their films may name it still, as metadata"
              + " {}: {}",
          studyId,
          SeparateStudy.METADATA,
          e.getMessage());
    }
  }

  private void start() {
    worker.ifPresent(WorkerSupervisor::start);
    background.execute(this::catchUp);
    background.every(CATCH_UP_SECONDS, this::catchUpIfBehind);
    if (metrics != null) {
      MetricsReporter reporter = metrics;
      upkeep.every(METRICS_SECONDS, () -> logged("setting Orthanc's metrics", reporter::report));
    }
    upkeep.execute(() -> logged("deleting results that are old enough", expiry::run));
    upkeep.every(
        PRUNING_SECONDS, () -> logged("deleting results that are old enough", expiry::run));
    upkeep.every(
        PRUNING_SECONDS, () -> logged("removing what was kept long enough", pruning::prune));
    background.every(
        CHECKPOINT_SECONDS, () -> logged("noting Orthanc's last change", catchUp::checkpoint));
  }

  private void catchUpIfBehind() {
    if (catchUp.isBehind()) {
      catchUp();
    }
  }

  private void catchUp() {
    try {
      catchUp.run();
    } catch (RuntimeException e) {
      LOG.warn(
          "Orthanc's changes can't be caught up with, next try in {} s: {}",
          CATCH_UP_SECONDS,
          e.getMessage());
    }
  }

  private void stop() {
    background.stopTaking();
    upkeep.stopTaking();
    backfill.close();
    recalls.close();
    worker.ifPresent(WorkerSupervisor::close);
    upkeep.close();
    background.close();
  }

  private void logged(String what, Runnable action) {
    try {
      action.run();
    } catch (QueueException e) {
      LOG.warn("{} failed: {}", what, e.getMessage());
    } catch (RuntimeException e) {
      LOG.atLevel(background.isClosing() ? Level.INFO : Level.ERROR).log("{} failed", what, e);
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
