// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.fixture.TinyPacks.Ending;
import org.orthancprism.models.fixture.TinyTowers;
import org.orthancprism.models.pack.Pack;

/** The tiny classifier, once in a pack and once beside it. */
class WeightsModelTest {

  private static final String[] LABELS = {"Cardiomegaly", "effusion", "Opacity", "", "Devices"};

  private static final String JSON =
      "{\"architecture\": \"densenet121\", \"config\": {\"block_config\": [2, 3, 2]},"
          + " \"labels\": [\"Cardiomegaly\", \"effusion\", \"Opacity\", \"\", \"Devices\"],"
          + " \"resolution\": 64, \"range\": [-1024, 1024]}";

  @TempDir private Path folder;

  private static List<Map<String, Double>> asked(AuditedModel model) throws ModelException {
    float[] half = new float[64 * 64];
    Arrays.fill(half, 0, 2048, 0.75f);
    return model.ask(List.of(new Film(64, 64, half), new Film(64, 64, new float[64 * 64])));
  }

  @Test
  void weightsWithTheirJsonAnswerAsTheSameClassifierInAPack() throws Exception {
    Path folderOfPack = folder.resolve("pack");
    TinyPacks.imageConditioned(folderOfPack, new Ending(0, 0, 1));
    TinyTowers.addClassifier(folderOfPack, LABELS);
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.copy(
        folderOfPack.resolve("classifier.safetensors"), own.resolve("classifier.safetensors"));
    Files.writeString(own.resolve("classifier.json"), JSON);
    Pack pack = Pack.load(folderOfPack);
    try (AuditedModel inPack = ModelAddress.ofPack(pack).orElseThrow();
        AuditedModel beside = new ModelAddress("own", own.toString()).open(pack.findings());
        AuditedModel again =
            new ModelAddress("pack2", folderOfPack.toString()).open(pack.findings())) {
      assertEquals(asked(inPack), asked(beside));
      assertEquals(asked(inPack), asked(again));
      assertEquals(4, asked(beside).get(0).size());
      assertEquals(pack.digest(), inPack.digest());
      assertNotEquals(inPack.digest(), beside.digest());
    }
  }

  @Test
  void aPackWithoutClassifierIsNoModel() throws Exception {
    TinyPacks.imageConditioned(folder, new Ending(0, 0, 1));
    assertEquals(Optional.empty(), ModelAddress.ofPack(Pack.load(folder)));
  }

  @Test
  void weightsOfAnotherArchitectureAreRefusedWithWhatIsMissing() throws Exception {
    TinyPacks.imageConditioned(folder, new Ending(0, 0, 1));
    Files.writeString(folder.resolve("unet.json"), JSON);
    ModelException refused =
        assertThrows(
            ModelException.class,
            () ->
                new ModelAddress("own", folder.resolve("unet.safetensors").toString())
                    .open(List.of()));
    assertTrue(String.valueOf(refused.getMessage()).contains("lacks"), refused::toString);
  }
}
