// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.endure;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.command.send.StoreScu;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.command.terminal.ProgressDisplay;

/**
 * Sends the same studies by C-STORE to an Orthanc with the plugin and to one without, in turns, so
 * that whatever else the machine does touches both alike. The worker edits while the one with the
 * plugin takes studies in, and stands still in the turns of the other, which would have none.
 */
public final class IntakeTrial {

  private static final int TURNS = 10;
  private static final List<String> EDITS = List.of("remove-support-devices");
  private static final double SECOND = 1e9;

  private final Installation installation;
  private final Path folder;

  /** A trial in a folder that holds servers and films. */
  public IntakeTrial(Installation installation, Path folder) {
    this.installation = installation;
    this.folder = folder;
  }

  /**
   * What it came to.
   *
   * @param studies how many each Orthanc took
   * @param with studies a second with the plugin
   * @param without studies a second without it
   */
  public record Figures(int studies, double with, double without) {

    /** The rate with the plugin as a share of that without. */
    public double ratio() {
      return with / without;
    }

    public JsonObject json() {
      return Json.createObjectBuilder()
          .add("studies", studies)
          .add("studiesPerSecondWith", with)
          .add("studiesPerSecondWithout", without)
          .add("ratio", ratio())
          .build();
    }
  }

  /**
   * Runs it.
   *
   * @param studies how many studies each Orthanc is sent
   * @param progress is shown how far it has come
   */
  public Figures run(int studies, ProgressDisplay progress)
      throws IOException, InterruptedException, ServerException {
    int ofTurn = Math.max(1, studies / TURNS);
    progress.show(0, "making films");
    for (int turn = 0; turn < TURNS; turn++) {
      TrialFilms films = new TrialFilms(folder(turn));
      for (int i = 0; i < ofTurn; i++) {
        films.film(turn * ofTurn + i);
      }
    }
    ServerSettings plain =
        new ServerSettings(
            folder.resolve("without"),
            folder.resolve("without/orthanc.log"),
            List.of(ServerSettings.DEBIAN_GDCM),
            Duration.ofSeconds(2),
            Optional.empty(),
            Json.createObjectBuilder().build(),
            Map.of());
    try (OrthancServer with =
            OrthancServer.start(
                ServerSettings.withPlugin(folder.resolve("with"), installation, EDITS));
        OrthancServer without = OrthancServer.start(plain)) {
      long nanosWith = 0;
      long nanosWithout = 0;
      for (int turn = 0; turn < TURNS; turn++) {
        progress.show((double) turn / TURNS, "sending, turn " + (turn + 1) + " of " + TURNS);
        boolean first = turn % 2 == 0;
        nanosWith += first ? send(with, turn) : 0;
        signal("STOP", with);
        nanosWithout += send(without, turn);
        signal("CONT", with);
        nanosWith += first ? 0 : send(with, turn);
      }
      int sent = TURNS * ofTurn;
      return new Figures(sent, sent * SECOND / nanosWith, sent * SECOND / nanosWithout);
    }
  }

  private static void signal(String name, OrthancServer server)
      throws IOException, InterruptedException, ServerException {
    for (ProcessHandle worker : TrialWorker.workersAmong(server.processes().stream())) {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(worker.pid())).start();
      if (kill.waitFor() != 0) {
        throw new ServerException("the worker " + worker.pid() + " takes no signal " + name);
      }
    }
  }

  private Path folder(int turn) throws IOException {
    return Files.createDirectories(folder.resolve("films-" + turn));
  }

  private long send(OrthancServer server, int turn)
      throws IOException, InterruptedException, ServerException {
    long begun = System.nanoTime();
    Optional<String> refusal =
        new StoreScu(OrthancServer.AE_TITLE, server.dicomPort()).sendAll(folder(turn));
    if (refusal.isPresent()) {
      throw new ServerException("storescu: " + refusal.get() + "; see " + server.log());
    }
    return System.nanoTime() - begun;
  }
}
