// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.fixture.ResidentMemory;
import org.orthancprism.models.fixture.SafetensorsWriter;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.fixture.TinyTowers;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.TorchRuntime;

/** The CLIP of a tiny pack. */
class ClipScorerTest {

  private static final String SOURCE = "Chest X-ray showing Pleural Effusion";
  private static final String TARGET = "Normal chest X-ray with no significant findings";
  private static final int SIDE = 32;

  @TempDir private Path folder;
  private NDManager root;

  @BeforeEach
  void writePack() throws PackException {
    TinyPacks.inversion(folder, 2, 1);
    root = TorchRuntime.newRoot();
    TorchRuntime.withoutGradients();
  }

  @AfterEach
  void closeRoot() {
    root.close();
  }

  @Test
  void scoresAreThoseOfTheReference() throws Exception {
    Golden golden = Golden.load("golden_towers.safetensors");
    List<Plane> films = films(golden.floats("clip_films"));
    float[] expected = golden.floats("clip_scores");
    try (ClipScorer scorer = open()) {
      ClipScores scores = score(scorer, films.get(0), films.get(1));
      assertEquals(expected[0], scores.image(), 1e-4);
      assertEquals(expected[1], scores.sourceText(), 1e-4);
      assertEquals(expected[2], scores.targetText(), 1e-4);
      assertEquals(expected[3], scores.directional(), 1e-3);
    }
  }

  @Test
  void filmThatWasLeftAloneWentNowhere() throws Exception {
    Plane film = films(Golden.load("golden_towers.safetensors").floats("clip_films")).get(0);
    try (ClipScorer scorer = open()) {
      List<ClipScores> scores = scorer.score(root, film, List.of(film, film), SOURCE, SOURCE);
      assertEquals(2, scores.size());
      assertEquals(1, scores.get(0).image(), 1e-6);
      assertEquals(0, scores.get(0).directional());
    }
  }

  @Test
  void packWithoutClipHasNone() throws Exception {
    assertTrue(ClipScorer.open(Pack.load(folder), root).isEmpty());
  }

  @Test
  void towersOfDifferentClipsAreRefused() throws Exception {
    TinyTowers.addClip(folder);
    SafetensorsWriter.copy(
            Golden.path("clip_text.safetensors"), name -> !name.equals("text_projection.weight"))
        .add("text_projection.weight", new long[] {8, 32}, new float[256])
        .write(folder.resolve("clip_text.safetensors"));
    try (JsonReader reader = Json.createReader(Files.newInputStream(folder.resolve("pack.json")))) {
      TinyPacks.rewrite(folder, reader.readObject(), Map.of());
    }
    Pack pack = Pack.load(folder);
    PackException refusal = assertThrows(PackException.class, () -> ClipScorer.open(pack, root));
    assertTrue(refusal.getMessage().contains("24 and 8 numbers"), refusal.getMessage());
  }

  @Test
  void imagesOfAnotherSizeThanThePositionsAreRefused() throws Exception {
    TinyTowers.addClip(folder);
    Path manifest = folder.resolve("pack.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest, text.replace("\"resolution\":32,\"mean\"", "\"resolution\":40,\"mean\""));
    Pack pack = Pack.load(folder);
    PackException refusal = assertThrows(PackException.class, () -> ClipScorer.open(pack, root));
    assertTrue(refusal.getMessage().contains("clip_image.safetensors"), refusal.getMessage());
  }

  @Test
  void twoHundredScoresDoNotGrow() throws Exception {
    List<Plane> films = films(Golden.load("golden_towers.safetensors").floats("clip_films"));
    List<Plane> candidates = Collections.nCopies(16, films.get(1));
    try (ClipScorer scorer = open()) {
      double growth =
          ResidentMemory.growthInMebibytes(
              70, () -> scorer.score(root, films.get(0), candidates, SOURCE, TARGET));
      System.out.printf("%.1f MiB more after 70 scores%n", growth);
      // The films of one sweep left behind each time would show as 14 MiB.
      assertTrue(growth < 5, "memory grew by " + growth + " MiB over 70 scores");
    }
  }

  private ClipScores score(ClipScorer scorer, Plane source, Plane edited) {
    return scorer.score(root, source, List.of(edited), SOURCE, TARGET).get(0);
  }

  private ClipScorer open() throws PackException {
    TinyTowers.addClip(folder);
    return ClipScorer.open(Pack.load(folder), root).orElseThrow();
  }

  private static List<Plane> films(float[] values) {
    int size = SIDE * SIDE;
    return List.of(0, 1).stream()
        .map(film -> Arrays.copyOfRange(values, film * size, (film + 1) * size))
        .map(film -> new Plane(SIDE, SIDE, film))
        .toList();
  }
}
