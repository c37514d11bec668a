// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.endure;

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

  /** The film, its counterfactual, and the report. */
  private static final int OBJECTS = 1 + EDITS.size() + 1;

  private static final int DISK_MEGABYTES = 400;
  private static final int WORKERS = 3;
  private static final int MOST_RESTARTS = 3;
  private static final Duration FIRST_PATIENCE = Duration.ofMinutes(5);
  private static final String PASSWORD = "of the trial";

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

  /** Where the queue of the trial is. */
  public enum Queue {
    SQLITE,
    POSTGRESQL
  }

  /**
   * Runs it.
   *
   * @param studies how many studies are sent
   * @param minutes over how many minutes they are spread; 0 for as fast as they are taken
   */
  public EnduranceReport run(int studies, int minutes, Queue queue)
      throws IOException, ServerException, OrthancRestException, InterruptedException {
    long begun = System.nanoTime();
    List<AutoCloseable> opened = new ArrayList<>();
    try (PostgresqlServer database =
            queue == Queue.POSTGRESQL ? PostgresqlServer.start(PASSWORD) : null;
        SmallDisk disk = SmallDisk.mount(folder.resolve("north/storage"), DISK_MEGABYTES)) {
      try {
        List<TrialArchive> archives = archives(database, opened);
        List<TrialWorker> workers = workers(database, archives, opened);
        return trial(studies, minutes, archives, workers, database, disk, begun);
      } finally {
        for (int i = opened.size() - 1; i >= 0; i--) {
          close(opened.get(i));
        }
      }
    }
  }

  private List<TrialArchive> archives(
      @Nullable PostgresqlServer database, List<AutoCloseable> opened) throws ServerException {
    List<TrialArchive> archives = new ArrayList<>();
    for (String name : database == null ? List.of("north") : List.of("north", "south")) {
      archives.add(new TrialArchive(name, settings(name, database)));
      opened.add(archives.get(archives.size() - 1));
    }
    return archives;
  }

  private List<TrialWorker> workers(
      @Nullable PostgresqlServer database, List<TrialArchive> archives, List<AutoCloseable> opened)
      throws IOException {
    List<TrialWorker> workers = new ArrayList<>();
    for (int i = 1; database != null && i <= WORKERS; i++) {
      workers.add(
          TrialWorker.start(
              folder, "worker-" + i, installation, archives, login(database).build(), PASSWORD));
      opened.add(workers.get(workers.size() - 1));
    }
    return workers;
  }

  private ServerSettings settings(String name, @Nullable PostgresqlServer database) {
    ServerSettings settings =
        ServerSettings.withPlugin(folder.resolve(name), installation, EDITS)
            // The index stays usable when the disk of the films is full.
            .withIndex(folder.resolve(name).resolve("index"));
    JsonObjectBuilder prism =
        Json.createObjectBuilder(settings.sections().getJsonObject("Prism"))
            .add("Folder", folder.resolve(name).resolve("prism").toString());
    if (database == null) {
      return settings.withSection("Prism", prism.build());
    }
    prism
        .add("Queue", login(database).add("Orthanc", name))
        .add("Worker", Json.createObjectBuilder().add("Enabled", false));
    return settings
        .withSection("Prism", prism.build())
        .withEnvironment(Map.of(TrialWorker.PASSWORD_VARIABLE, PASSWORD));
  }

  private static JsonObjectBuilder login(PostgresqlServer database) {
    return Json.createObjectBuilder()
        .add("Url", database.url())
        .add("User", PostgresqlServer.USER)
        .add("PasswordVariable", TrialWorker.PASSWORD_VARIABLE);
  }

  private EnduranceReport trial(
      int studies,
      int minutes,
      List<TrialArchive> archives,
      List<TrialWorker> workers,
      @Nullable PostgresqlServer database,
      SmallDisk disk,
      long begun)
      throws IOException, ServerException, OrthancRestException, InterruptedException {
    Disruptions disruptions =
        new Disruptions(
            () -> (double) tasks(archives, "done") / studies,
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
    TrialArchive.Outcome outcome = new TrialArchive.Outcome(0, 0, 0, 0);
    for (TrialArchive archive : archives) {
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
        retried,
        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }

  private void send(int studies, int minutes, List<TrialArchive> archives)
      throws IOException, ServerException, InterruptedException {
    TrialFilms films = new TrialFilms(folder.resolve("films"));
    long pause = TimeUnit.MINUTES.toMillis(minutes) / studies;
    for (int i = 0; i < studies; i++) {
      DicomFile film = films.film(i);
      archives.get(i % archives.size()).take(film);
      TimeUnit.MILLISECONDS.sleep(pause);
    }
  }

  /** Waits until all tasks have ended well, having failed ones done again; returns how many. */
  private int awaitEnd(
      int studies, List<TrialArchive> archives, Thread trouble, ProgressDisplay display)
      throws InterruptedException {
    int retried = 0;
    int furthest = -1;
    long deadline = System.nanoTime() + FIRST_PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      int done = tasks(archives, "done");
      if (done > furthest) {
        furthest = done;
        deadline = System.nanoTime() + FIRST_PATIENCE.toNanos();
      }
      display.show((double) Math.min(done, studies) / studies, done + " of " + studies + " done");
      boolean quiet = tasks(archives, "queued") == 0 && tasks(archives, "running") == 0;
      if (quiet && !trouble.isAlive()) {
        if (done >= studies) {
          break;
        }
        retried += archives.stream().mapToInt(TrialArchive::retryFailed).sum();
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
    return retried;
  }

  private static int tasks(List<TrialArchive> archives, String state) {
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
