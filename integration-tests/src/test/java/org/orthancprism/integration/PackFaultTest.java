// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.ServerSettings;

class PackFaultTest {

  @TempDir private Path folder;

  @Test
  void aPackThatIsMissingOrAlteredFailsTheTaskUntilItIsRepaired() throws Exception {
    Path pack = folder.resolve("pack");
    ServerSettings settings =
        Pacs.settings(folder.resolve("orthanc"), Checkout.INSTALLATION.withPack(pack));
    try (Pacs pacs = Pacs.start(settings)) {
      assertTrue(failure(pacs, 301).contains("pack.json"), "a missing pack is named");

      QuickPack.make(pack);
      Path weights = weights(pack);
      byte[] original = Files.readAllBytes(weights);
      byte[] altered = original.clone();
      altered[altered.length / 2] ^= 1;
      Files.write(weights, altered);
      String reason = failure(pacs, 302);
      assertTrue(reason.contains(weights.getFileName().toString()), reason);

      Files.write(weights, original);
      TestFilm film = TestFilm.ofSeed(303);
      pacs.send(film.file(folder));
      String study = pacs.studyId(film.studyInstanceUid());
      pacs.awaitDone(study);
      assertEquals(Checkout.COMPLETE, pacs.instances(study).size());
      assertEquals(0, pacs.status().getJsonObject("worker").getInt("restarts"));
    }
  }

  private String failure(Pacs pacs, long seed) throws Exception {
    TestFilm film = TestFilm.ofSeed(seed);
    pacs.send(film.file(folder));
    String study = pacs.studyId(film.studyInstanceUid());
    String reason = pacs.awaitFailure(study);
    assertEquals(1, pacs.instances(study).size(), "nothing is stored");
    return reason;
  }

  private static Path weights(Path pack) throws IOException {
    try (Stream<Path> files = Files.list(pack)) {
      return files
          .filter(file -> file.toString().endsWith(".safetensors"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }
}
