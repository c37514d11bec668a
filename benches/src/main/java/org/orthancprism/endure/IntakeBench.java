// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.endure;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.command.send.StoreScu;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.command.terminal.ProgressDisplay;

/**
 * Sends the same studies by C-STORE to an Orthanc with the plugin and to one without, in turns, so
 * that whatever else the machine does touches both alike. The worker has more to do than it can
 * while the one with the plugin takes studies in, and pauses in the turns of the other, which would
 * have none.
 *
 * <p>A first turn, after which the worker stores its first results, is not counted: what a server
 * has to load and to compile is over long before most of what it takes in.
 */
public final class IntakeBench {

  private static final int TURNS = 4;

  /** The turn that is not counted, and its studies. */
  private static final int WARM = TURNS;

  private static final int WARMING_UP = 50;
  private static final Duration FIRST_RESULT = Duration.ofMinutes(3);
  private static final List<String> EDITS = List.of("remove-support-devices");
  private static final double SECOND = 1e9;

  private final Installation installation;
  private final Path folder;

  /** A trial in a folder that holds servers and films. */
  public IntakeBench(Installation installation, Path folder) {
    this.installation = installation;
    this.folder = folder;
  }

  /**
   * What it came to.
   *
   * @param turns the turns one by one
   */
  public record Figures(List<Turn> turns) {

    /** How many studies each Orthanc took. */
    public int studies() {
      return turns.stream().mapToInt(Turn::studies).sum();
    }

    /** Studies a second with the plugin. */
    public double with() {
      return studies() * SECOND / turns.stream().mapToLong(Turn::nanosWith).sum();
    }

    /** Studies a second without it. */
    public double without() {
      return studies() * SECOND / turns.stream().mapToLong(Turn::nanosWithout).sum();
    }

    /** The rate with the plugin as a share of that without. */
    public double ratio() {
      return with() / without();
    }

    public JsonObject json() {
      JsonArrayBuilder ratios = Json.createArrayBuilder();
      turns.forEach(turn -> ratios.add(turn.ratio()));
      return Json.createObjectBuilder()
          .add("studies", studies())
          .add("studiesPerSecondWith", with())
          .add("studiesPerSecondWithout", without())
          .add("ratio", ratio())
          .add("ratioOfTurns", ratios)
          .build();
    }
  }

  /**
   * One turn of either.
   *
   * @param studies how many each Orthanc took
   * @param nanosWith how long it took the one with the plugin
   * @param nanosWithout how long it took the one without
   */
  public record Turn(int studies, long nanosWith, long nanosWithout) {

    /** The rate with the plugin as a share of that without. */
    double ratio() {
      return (double) nanosWithout / nanosWith;
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
    makeFilms(WARM, WARMING_UP, TURNS * ofTurn);
    for (int turn = 0; turn < TURNS; turn++) {
      makeFilms(turn, ofTurn, turn * ofTurn);
    }
    // Waiting for acknowledgements would take six times as long as all that is to be measured.
    ServerSettings plain =
        ServerSettings.plain(
                folder.resolve("without"),
                List.of(ServerSettings.DEBIAN_GDCM),
                JsonObject.EMPTY_JSON_OBJECT)
            .withStableAge(Duration.ofSeconds(2))
            .withEnvironment(StoreScu.AT_ONCE);
    try (OrthancServer with =
            OrthancServer.start(
                ServerSettings.withPlugin(folder.resolve("with"), installation, EDITS)
                    .withEnvironment(StoreScu.AT_ONCE));
        OrthancServer without = OrthancServer.start(plain)) {
      progress.show(0, "warming up");
      send(without, WARM);
      send(with, WARM);
      awaitFirstResult(with);
      List<Turn> turns = new ArrayList<>();
      for (int turn = 0; turn < TURNS; turn++) {
        progress.show((double) turn / TURNS, "sending, turn " + (turn + 1) + " of " + TURNS);
        // Each goes first as often as the other.
        boolean first = turn % 2 == 0;
        long before = first ? send(with, turn) : 0;
        signal("STOP", with);
        long nanosWithout = send(without, turn);
        signal("CONT", with);
        long nanosWith = first ? before : send(with, turn);
        turns.add(new Turn(ofTurn, nanosWith, nanosWithout));
      }
      return new Figures(List.copyOf(turns));
    }
  }

  private void makeFilms(int turn, int count, int firstNumber) throws IOException {
    EnduranceFilms films = new EnduranceFilms(folder(turn));
    for (int i = 0; i < count; i++) {
      films.film(firstNumber + i);
    }
  }

  private static void awaitFirstResult(OrthancServer server) throws ServerException {
    if (!Await.until(FIRST_RESULT, () -> EnduranceArchive.tasks(server, "done") > 0)) {
      throw new ServerException("no result for minutes; see " + server.log());
    }
  }

  private static void signal(String name, OrthancServer server)
      throws IOException, InterruptedException, ServerException {
    for (ProcessHandle worker : EnduranceWorker.workersAmong(server.processes().stream())) {
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
