// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.Credentials;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.command.server.RestApi;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;

class ConfigurationTest {

  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  @TempDir private Path folder;

  @Test
  void aPasswordKeepsStrangersOutOfThePluginAndLetsTheWorkerIn() throws Exception {
    Credentials reader = new Credentials("reader", "known to the test alone");
    try (Pacs pacs = Pacs.start(Pacs.settings(folder).withCredentials(reader))) {
      TestFilm film = TestFilm.ofSeed(501);
      pacs.send(film.file(folder));
      String study = pacs.studyId(film.studyInstanceUid());
      pacs.awaitDone(study);
      assertEquals(Checkout.COMPLETE, pacs.instances(study).size());

      RestApi stranger = new RestApi(pacs.server().address(), Optional.empty());
      assertEquals(401, stranger.status("/prism/status"));
      List<String> log = pacs.server().logLines();
      assertTrue(log.stream().noneMatch(line -> line.contains(reader.password())));
    }
  }

  @Test
  void withoutAJavaOrthancRunsOnAndSaysSoInOneLine() throws Exception {
    JsonObject prism =
        Json.createObjectBuilder(Pacs.settings(folder).sections().getJsonObject("Prism"))
            .add("JavaHome", folder.resolve("no-java-here").toString())
            .build();
    assertRunsOnWithout(Pacs.settings(folder).withSection("Prism", prism), "no-java-here");
  }

  @Test
  void aClassThatIsNotOnTheClassPathCostsThePluginAlone() throws Exception {
    JsonObject java =
        Json.createObjectBuilder(Pacs.settings(folder).sections().getJsonObject("Java"))
            .add("InitializationClass", "org.orthancprism.Absent")
            .build();
    assertRunsOnWithout(Pacs.settings(folder).withSection("Java", java), "org.orthancprism.Absent");
  }

  @Test
  void aFaultInTheConfigurationIsNamedByItsPathAndCostsThePluginAlone() throws Exception {
    JsonObject prism =
        Json.createObjectBuilder(Pacs.settings(folder).sections().getJsonObject("Prism"))
            .add("Edits", 7)
            .build();
    assertRunsOnWithout(Pacs.settings(folder).withSection("Prism", prism), "$.Prism.Edits");
  }

  /** The worker is known by the folder of its Java, which no other test has. */
  @Test
  void whereAPortIsTakenOrthancEndsAndLeavesNoWorkerBehind() throws Exception {
    Path java = Files.createSymbolicLink(folder.resolve("java"), JAVA_HOME);
    ServerSettings settings = Pacs.settings(folder);
    JsonObject prism =
        Json.createObjectBuilder(settings.sections().getJsonObject("Prism"))
            .add("JavaHome", java.toString())
            .build();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      JsonObject sections =
          Json.createObjectBuilder(settings.sections())
              .add("Prism", prism)
              .add("HttpPort", taken.getLocalPort())
              .build();
      ServerSettings onTakenPort =
          new ServerSettings(
              settings.folder(),
              settings.log(),
              settings.plugins(),
              settings.stableAge(),
              settings.credentials(),
              sections,
              settings.environment());
      String refusal =
          assertThrows(ServerException.class, () -> OrthancServer.start(onTakenPort)).getMessage();
      assertTrue(refusal.contains("ended while it started"), refusal);
    }
    assertTrue(
        Await.until(
            Pacs.PATIENCE,
            () ->
                ProcessHandle.allProcesses()
                    .noneMatch(process -> commandLine(process).contains(java + "/bin/java"))),
        "a worker is left behind");
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  private static void assertRunsOnWithout(ServerSettings settings, String named) throws Exception {
    try (OrthancServer server = OrthancServer.start(settings)) {
      assertEquals(404, server.api().status("/prism/status"));
      assertEquals(200, server.api().status("/system"));
      List<String> lines =
          server.logLines().stream()
              .filter(line -> line.startsWith("E") && line.contains(named))
              .toList();
      assertEquals(1, lines.size(), () -> "lines with " + named + ": " + lines);
    }
  }
}
