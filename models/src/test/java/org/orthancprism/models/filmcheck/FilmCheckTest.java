// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.filmcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.fixture.TinyPacks.Ending;
import org.orthancprism.models.fixture.TinyTowers;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;

/** The film check of a tiny pack, whose network is that of the golden classifier. */
class FilmCheckTest {

  private static final String[] LABELS = {
    "Frontal Chest", "Child", "Other", "Upside Down", "Inverted"
  };
  private static final int SIDE = 64;

  @TempDir private Path folder;
  private Golden golden;

  @BeforeEach
  void writePack() throws Exception {
    TinyPacks.imageConditioned(folder, new Ending(0, 0, 1));
    golden = Golden.load("golden_towers.safetensors");
  }

  private FilmCheck open(double passFrom, String... labels) throws PackException {
    TinyTowers.addFilmCheck(folder, passFrom, labels);
    return FilmCheck.open(Pack.load(folder)).orElseThrow();
  }

  private Plane film() {
    float[] values = Arrays.copyOf(golden.floats("films"), SIDE * SIDE);
    return new Plane(SIDE, SIDE, values).map(value -> (value + 1024) / 2048);
  }

  /** Torchxrayvision's probabilities of the same film. */
  private float[] expected() {
    return Arrays.copyOf(golden.floats("probabilities"), LABELS.length);
  }

  @Test
  void aPicturePassesFromTheProbabilityThatThePackStates() throws Exception {
    float first = expected()[0];
    try (FilmCheck check = open(Math.max(1e-6, first - 1e-3), LABELS)) {
      FilmKind kind = check.check(film());
      assertTrue(kind.passes());
      assertEquals("Frontal Chest", kind.label());
      assertEquals(first, kind.probability(), 1e-4);
    }
  }

  @Test
  void aPictureThatDoesNotPassIsCalledByTheLikeliestOfTheOtherLabels() throws Exception {
    float[] expected = expected();
    int likeliest = 1;
    for (int i = 2; i < expected.length; i++) {
      likeliest = expected[i] > expected[likeliest] ? i : likeliest;
    }
    try (FilmCheck check = open(Math.min(1, expected[0] + 1e-3), LABELS)) {
      FilmKind kind = check.check(film());
      assertFalse(kind.passes());
      assertEquals(LABELS[likeliest], kind.label());
      assertEquals(expected[likeliest], kind.probability(), 1e-4);
    }
  }

  @Test
  void aPackWithoutOneHasNone() throws Exception {
    assertTrue(FilmCheck.open(Pack.load(folder)).isEmpty());
  }

  @Test
  void labelsThatAreNotAsManyAsTheOutputsAreRefused() {
    String reason =
        assertThrows(PackException.class, () -> open(0.5, "Frontal Chest", "Other")).getMessage();
    assertTrue(reason.contains("filmCheck.labels has 2"), reason);
  }

  @Test
  void whatMeansNothingInPackJsonIsRefusedWithTheReason() throws Exception {
    TinyTowers.addFilmCheck(folder, 0.5, LABELS);
    assertRefused("\"passFrom\":0.5", "\"passFrom\":0", "passFrom");
    assertRefused("\"passFrom\":0.5", "\"passFrom\":1.5", "passFrom");
    assertRefused("\"Child\"", "\"\"", "names each of its outputs");
    assertRefused("\"Child\"", "\"frontal chest\"", "listed twice");
    assertRefused("\"module\":\"film_check\"", "\"module\":\"other\"", "modules.other is missing");
    assertRefused("\"range\":[-1024,1024],\"pass", "\"range\":[1,-1],\"pass", "range rises");
    assertRefused("64,\"range\"", "6,\"range\"", "resolution");
  }

  /** The judge's own networks take -1 for black and 1 for white. */
  @Test
  void withoutARangeBlackIsMinusOneAndWhiteIsOne() throws Exception {
    TinyTowers.addFilmCheck(folder, 0.5, LABELS);
    Path file = folder.resolve("pack.json");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"range\":[-1024,1024],\"pass", "\"pass"));
    assertEquals(-1, Pack.load(folder).manifest().filmCheck().orElseThrow().lowest());
    assertEquals(1, Pack.load(folder).manifest().filmCheck().orElseThrow().highest());
  }

  private void assertRefused(String right, String wrong, String part) throws Exception {
    Path file = folder.resolve("pack.json");
    String text = Files.readString(file);
    assertTrue(text.contains(right), right + " is not in " + text);
    Files.writeString(file, text.replace(right, wrong));
    String reason = assertThrows(PackException.class, () -> Pack.load(folder)).getMessage();
    assertTrue(reason.contains(part), reason);
    Files.writeString(file, text);
  }
}
