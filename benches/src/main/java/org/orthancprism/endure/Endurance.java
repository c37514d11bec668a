// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.endure;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.send.DicomFile;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.server.PostgresqlServer;

/**
 * A trial of endurance: studies arrive by C-STORE while workers, Orthancs, the queue's server and
 * the disk fail. In the end each study must have exactly its one complete set of results.
 *
 * <p>With a queue in SQLite there is one Orthanc and the worker that its plugin starts; with
 * PostgreSQL two Orthancs and three workers of their own.
 */
public final class Endurance {

  private static final List<String> EDITS = List.of("remove-support-devices");

  /** Film, counterfactual and difference, presentation state and report. */
  private static final int OBJECTS = 1 + 2 * EDITS.size() + 2;

  private static final int DISK_MEGABYTES = 400;
  private static final int WORKERS = 3;
  private static final int MOST_RESTARTS = 3;
  private static final Duration FIRST_PATIENCE = Duration.ofMinutes(5);

  /** The state of the queue is asked for anew after this. */
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Installation installation;
  private final Path folder;
  private final PrintWriter terminal;

  /**
   * A trial that has not begun.
   *
   * @param folder where servers keep their files and logs
   * @param terminal where progress is shown
   */
  public Endurance(Installation installation, Path folder, PrintWriter terminal) {
    this.installation = installation;
    this.folder = folder;
    this.terminal = terminal;
  }

  /**
   * Runs it.
   *
   * @param studies how many studies are sent
   * @param minutes over how many minutes they are spread; 0 for as fast as they are taken
   */
  public EnduranceReport run(int studies, int minutes, EnduranceQueue queue)
      throws IOException, ServerException, OrthancRestException, InterruptedException {
    long begun = System.nanoTime();
    List<AutoCloseable> opened = new ArrayList<>();
    try (EnduranceNetwork network =
            queue.isShared() ? EnduranceNetwork.open(WORKERS) : EnduranceNetwork.none();
        EnduranceQueue.Open open = EnduranceQueue.Open.of(queue, network.listenAddress());
        SmallDisk disk = SmallDisk.mount(folder.resolve("north/storage"), DISK_MEGABYTES)) {
      network
          .obstacle()
          .ifPresent(why -> terminal.println("The workers share this machine's network: " + why));
      if (!disk.isMounted()) {
        terminal.println("The disk is not filled: only root mounts a small one");
      }
      try {
        List<EnduranceArchive> archives = archives(open, opened);
        List<EnduranceWorker> workers = workers(open, network, archives, opened);
        return trial(studies, minutes, archives, workers, open.server(), disk, network, begun);
      } finally {
        for (int i = opened.size() - 1; i >= 0; i--) {
          close(opened.get(i));
        }
      }
    }
  }

  private List<EnduranceArchive> archives(EnduranceQueue.Open queue, List<AutoCloseable> opened)
      throws ServerException {
    // A queue that is there already may know the names of an earlier trial.
    String ofThisTrial = "-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    List<EnduranceArchive> archives = new ArrayList<>();
    for (String place : queue.isShared() ? List.of("north", "south") : List.of("north")) {
      archives.add(new EnduranceArchive(place + ofThisTrial, settings(place, ofThisTrial, queue)));
      opened.add(archives.get(archives.size() - 1));
    }
    return archives;
  }

  private List<EnduranceWorker> workers(
      EnduranceQueue.Open queue,
      EnduranceNetwork network,
      List<EnduranceArchive> archives,
      List<AutoCloseable> opened)
      throws IOException {
    List<EnduranceWorker> workers = new ArrayList<>();
    for (int i = 1; queue.isShared() && i <= WORKERS; i++) {
      workers.add(
          EnduranceWorker.start(
              folder,
              i,
              network,
              installation,
              archives,
              queue.section(network.hostOf(i)).build(),
              Map.of(
                  EnduranceWorker.PASSWORD_VARIABLE,
                  queue.password(),
                  EnduranceWorker.ORTHANC_PASSWORD_VARIABLE,
                  EnduranceArchive.USER.password())));
      opened.add(workers.get(workers.size() - 1));
    }
    return workers;
  }

  private ServerSettings settings(String place, String ofThisTrial, EnduranceQueue.Open queue) {
    ServerSettings settings =
        ServerSettings.withPlugin(folder.resolve(place), installation, EDITS)
            .withRemoteAccess()
            // The index stays usable when the disk of the films is full.
            .withIndex(folder.resolve(place).resolve("index"));
    JsonObjectBuilder prism =
        Json.createObjectBuilder(settings.sections().getJsonObject("Prism"))
            .add("Folder", folder.resolve(place).resolve("prism").toString())
            .add("Queue", queue.section("127.0.0.1").add("Orthanc", place + ofThisTrial));
    if (queue.isShared()) {
      prism.add("Worker", Json.createObjectBuilder().add("Enabled", false));
    }
    return settings
        .withSection("Prism", prism.build())
        .withEnvironment(Map.of(EnduranceWorker.PASSWORD_VARIABLE, queue.password()));
  }

  private EnduranceReport trial(
      int studies,
      int minutes,
      List<EnduranceArchive> archives,
      List<EnduranceWorker> workers,
      @Nullable PostgresqlServer database,
      SmallDisk disk,
      EnduranceNetwork network,
      long begun)
      throws IOException, ServerException, OrthancRestException, InterruptedException {
    Disruptions disruptions =
        new Disruptions(
            () -> (double) tasks(archives, "done") / studies,
            () -> tasks(archives, "running") > 0,
            archives,
            () ->
                Stream.concat(
                    archives.stream().flatMap(archive -> archive.workers().stream()),
                    workers.stream().flatMap(worker -> worker.workers().stream())),
            database,
            disk.isMounted() ? disk : null,
            Math.max(1, Math.min(MOST_RESTARTS, studies / 2)));
    Thread trouble = new Thread(disruptions, "disruptions");
    trouble.setDaemon(true);
    trouble.start();
    int retried;
    try (ProgressDisplay display = new ProgressDisplay(terminal)) {
      send(studies, minutes, archives);
      retried = awaitEnd(studies, archives, trouble, display);
    } finally {
      trouble.interrupt();
      trouble.join(TimeUnit.MINUTES.toMillis(1));
    }
    if (disruptions.failure() != null) {
      throw new ServerException("the trial broke off: " + disruptions.failure().getMessage());
    }
    EnduranceArchive.Outcome outcome = new EnduranceArchive.Outcome(0, 0, 0, 0);
    for (EnduranceArchive archive : archives) {
      outcome = outcome.plus(archive.outcome(OBJECTS));
    }
    return new EnduranceReport(
        studies,
        outcome.complete(),
        outcome.lost(),
        outcome.duplicated(),
        outcome.originalsChanged(),
        disruptions.workerKills(),
        disruptions.orthancRestarts(),
        disruptions.queueRestarts(),
        disruptions.diskFills(),
        network.isSeparate() ? workers.size() : 0,
        retried,
        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }

  private void send(int studies, int minutes, List<EnduranceArchive> archives)
      throws IOException, ServerException, InterruptedException {
    EnduranceFilms films = new EnduranceFilms(folder.resolve("films"));
    long pause = TimeUnit.MINUTES.toMillis(minutes) / studies;
    for (int i = 0; i < studies; i++) {
      DicomFile film = films.film(i);
      archives.get(i % archives.size()).take(film);
      TimeUnit.MILLISECONDS.sleep(pause);
    }
  }

  /** Waits until all tasks have ended well, having failed ones done again; returns how many. */
  private int awaitEnd(
      int studies, List<EnduranceArchive> archives, Thread trouble, ProgressDisplay display)
      throws InterruptedException {
    int retried = 0;
    int furthest = 0; // an Orthanc that is being restarted reports no tasks
    long deadline = System.nanoTime() + FIRST_PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      int done = tasks(archives, "done");
      if (done > furthest) {
        furthest = done;
        deadline = System.nanoTime() + FIRST_PATIENCE.toNanos();
      }
      int shown = Math.min(furthest, studies);
      display.show((double) shown / studies, shown + " of " + studies + " done");
      boolean quiet = tasks(archives, "queued") == 0 && tasks(archives, "running") == 0;
      if (quiet && done >= studies && !trouble.isAlive()) {
        break;
      }
      if (quiet && done < studies) {
        retried += archives.stream().mapToInt(EnduranceArchive::retryFailed).sum();
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
    return retried;
  }

  private static int tasks(List<EnduranceArchive> archives, String state) {
    return archives.stream().mapToInt(archive -> archive.tasks(state)).sum();
  }

  private void close(AutoCloseable opened) {
    try {
      opened.close();
    } catch (Exception e) {
      terminal.println("A process of the trial could not be ended: " + e.getMessage());
    }
  }
}
