// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.server.ServerSettings;

/** A worker that runs as another user than Orthanc. Only root may start one. */
class WorkerUserTest {

  private static final String ANOTHER = "nobody";
  private static final boolean IS_ROOT = System.getProperty("user.name").equals("root");

  @TempDir private Path folder;

  /** A checkout may be where its owner alone may go. */
  private Path everybodys;

  @BeforeEach
  void letEverybodyIn() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    everybodys = Files.createDirectory(folder.resolve("installation"));
    Files.copy(Checkout.INSTALLATION.plugin(), everybodys.resolve("orthanc-prism.jar"));
    QuickPack.make(everybodys.resolve("pack"));
  }

  private ServerSettings settings() {
    Installation installation =
        new Installation(
            Checkout.INSTALLATION.nativeHost(),
            everybodys.resolve("orthanc-prism.jar"),
            everybodys.resolve("pack"),
            Checkout.INSTALLATION.engineCache());
    Path storage = folder.resolve("orthanc");
    ServerSettings settings = Pacs.settings(storage, installation);
    JsonObject given = settings.sections().getJsonObject("Prism");
    JsonObjectBuilder prism =
        Json.createObjectBuilder(given)
            .remove("EngineCache")
            .remove("Signing")
            .add("Worker", Json.createObjectBuilder().add("User", ANOTHER));
    return settings.withSection("Prism", prism.build());
  }

  @Test
  void doesAFilmWithAQueueBesideOrthancWhereOrthancIsRootAndElsewhereSaysWhyNot() throws Exception {
    Files.createDirectory(folder.resolve("orthanc"));
    TestFilm film = TestFilm.ofSeed(511);
    try (Pacs pacs = Pacs.start(settings())) {
      if (!IS_ROOT) {
        assertTrue(
            pacs.server().logLines().stream()
                .anyMatch(line -> line.contains("takes an Orthanc that runs as root")),
            "no line says why");
        return;
      }
      pacs.send(film.file(folder));
      String study = pacs.studyId(film.studyInstanceUid());
      pacs.awaitDone(study);
      assertEquals(Checkout.COMPLETE, pacs.instances(study).size());
      assertEquals(List.of(ANOTHER), owners(pacs.worker()));
    }
  }

  private static List<String> owners(ProcessHandle process) throws IOException {
    return List.of(
        Files.getOwner(Path.of("/proc", Long.toString(process.pid()), "stat")).getName());
  }
}
