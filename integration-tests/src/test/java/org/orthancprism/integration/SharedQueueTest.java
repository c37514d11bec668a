// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.Credentials;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.server.PostgresqlServer;

/** Two Orthancs that feed one queue in PostgreSQL, and a worker of its own that drains it. */
class SharedQueueTest {

  private static final int COMPLETE = Checkout.COMPLETE;
  private static final String SECRET = "opens 'the' queue";
  private static final String DATABASE_PASSWORD = " " + SECRET + " \\o\\ \"&\" %20";
  private static final Credentials ADMIN = new Credentials("admin", "opens the archive");

  private static PostgresqlServer database;

  @TempDir private Path folder;

  @BeforeAll
  static void startDatabase() throws Exception {
    database = PostgresqlServer.start(DATABASE_PASSWORD);
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @Test
  void theSameStudyInTwoOrthancsIsDoneInBothThoughTheWorkerIsKilled() throws Exception {
    TestFilm film = TestFilm.ofSeed(601);
    Path log = folder.resolve("worker.log");
    try (Pacs north = Pacs.start(settings("north"));
        Pacs south = Pacs.start(settings("south"))) {
      north.send(film.file(folder));
      south.send(film.file(folder));
      String study = north.studyId(film.studyInstanceUid());
      assertEquals(study, south.studyId(film.studyInstanceUid()));
      Process program = startWorker(Map.of("north", north, "south", south), log);
      try {
        killWorkerOnce(program, north, south, study);
        north.awaitDone(study);
        south.awaitDone(study);
        assertNoSecretIsListed(program);
      } finally {
        program.destroy();
        program.waitFor();
      }
      assertEquals(COMPLETE, north.instances(study).size());
      assertEquals(COMPLETE, south.instances(study).size());
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      assertTrue(
          lines.stream().anyMatch(line -> line.contains("died by signal 9")), () -> "" + lines);
      assertTrue(lines.stream().noneMatch(SharedQueueTest::holdsSecret), "a secret is logged");
      for (Pacs pacs : List.of(north, south)) {
        assertFalse(pacs.status().containsKey("worker"), "the plugin starts no worker");
        assertTrue(pacs.server().logLines().stream().noneMatch(SharedQueueTest::holdsSecret));
      }
    }
  }

  private ServerSettings settings(String name) throws Exception {
    Path own = Files.createDirectories(folder.resolve(name));
    ServerSettings settings = Pacs.settings(own).withCredentials(ADMIN);
    JsonObjectBuilder prism =
        Json.createObjectBuilder(settings.sections().getJsonObject("Prism"))
            .add("Worker", Json.createObjectBuilder().add("Enabled", false))
            .add(
                "Queue",
                Json.createObjectBuilder()
                    .add("Url", database.url())
                    .add("User", PostgresqlServer.USER)
                    .add("PasswordVariable", "QUEUE_PASSWORD")
                    .add("Orthanc", name));
    return settings
        .withSection("Prism", prism.build())
        .withEnvironment(Map.of("QUEUE_PASSWORD", DATABASE_PASSWORD));
  }

  private Process startWorker(Map<String, Pacs> orthancs, Path log) throws Exception {
    Path password = Files.writeString(folder.resolve("admin.password"), ADMIN.password() + "\n");
    JsonObjectBuilder accesses = Json.createObjectBuilder();
    orthancs.forEach(
        (name, pacs) ->
            accesses.add(
                name,
                Json.createObjectBuilder()
                    .add("Url", pacs.server().address().toString())
                    .add("User", ADMIN.user())
                    .add("PasswordFile", password.toString())));
    JsonObject configuration =
        Json.createObjectBuilder()
            .add("Name", "test-worker")
            .add("Device", "cpu")
            .add("Pack", Checkout.QUICK.pack().toString())
            .add("Results", Json.createObjectBuilder().add("Store", "all"))
            .add("EngineCache", Checkout.INSTALLATION.engineCache().toString())
            .add("Orthancs", accesses)
            .add(
                "Queue",
                Json.createObjectBuilder()
                    .add("Url", database.url())
                    .add("User", PostgresqlServer.USER)
                    .add("PasswordVariable", "QUEUE_PASSWORD"))
            .build();
    Path file = Files.writeString(folder.resolve("worker.json"), configuration.toString());
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            Checkout.INSTALLATION.plugin().toString(),
            "worker",
            "--config",
            file.toString());
    builder.environment().put("QUEUE_PASSWORD", DATABASE_PASSWORD);
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private static void killWorkerOnce(Process program, Pacs north, Pacs south, String study) {
    assertTrue(
        Await.until(Pacs.PATIENCE, () -> isRunning(north, study) || isRunning(south, study)),
        "the worker took no task");
    program.children().forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isRunning(Pacs pacs, String study) {
    try {
      return Pacs.isRunning(pacs.server().api().json("/prism/tasks/" + study).asJsonObject());
    } catch (ServerException e) {
      return false;
    }
  }

  /** What {@code ps} shows to every user of the machine. */
  private static void assertNoSecretIsListed(Process program) {
    List<String> shown =
        Stream.concat(Stream.of(program.toHandle()), program.descendants())
            .map(process -> process.info().commandLine().orElse(""))
            .toList();
    assertTrue(shown.size() > 1, "the worker's process runs");
    assertTrue(shown.stream().noneMatch(SharedQueueTest::holdsSecret), shown::toString);
  }

  private static boolean holdsSecret(String text) {
    return text.contains(SECRET) || text.contains(ADMIN.password());
  }
}
