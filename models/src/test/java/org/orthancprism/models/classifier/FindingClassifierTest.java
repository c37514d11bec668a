// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.fixture.ResidentMemory;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.fixture.TinyPacks.Ending;
import org.orthancprism.models.fixture.TinyTowers;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.TorchRuntime;

/** The classifier of a tiny pack. */
class FindingClassifierTest {

  private static final String[] LABELS = {
    "Cardiomegaly", "pleural_effusion", "Lung Opacity", "", "Support-Devices"
  };
  private static final int SIDE = 64;

  @TempDir private Path folder;
  private NDManager root;

  @BeforeEach
  void writePack() throws PackException {
    TinyPacks.imageConditioned(folder, new Ending(0, 0, 1));
    root = TorchRuntime.newRoot();
    TorchRuntime.withoutGradients();
  }

  @AfterEach
  void closeRoot() {
    root.close();
  }

  @Test
  void filmsGetTheProbabilitiesOfTorchxrayvision() throws Exception {
    Golden golden = Golden.load("golden_towers.safetensors");
    List<Plane> films = films(golden.floats("films"));
    float[] expected = golden.floats("probabilities");
    try (FindingClassifier classifier = open(LABELS)) {
      List<FindingProbabilities> classified = classifier.classify(root, films);
      for (int film = 0; film < films.size(); film++) {
        double[] values = values(classified.get(film));
        double[] labelled =
            new double[] {
              expected[5 * film],
              expected[5 * film + 1],
              expected[5 * film + 2],
              expected[5 * film + 4]
            };
        assertArrayEquals(labelled, values, 1e-4);
        assertArrayEquals(values, values(classifier.classify(root, films.get(film))), 1e-6);
      }
    }
  }

  @Test
  void findingsOfThePackHaveItsNamesAndOutputsWithoutLabelAreLeftOut() throws Exception {
    try (FindingClassifier classifier = open(LABELS)) {
      List<String> names =
          List.of("Cardiomegaly", "Pleural Effusion", "Lung Opacity", "Support Devices");
      assertEquals(names, classifier.findings());
      FindingProbabilities gray = classifier.classify(root, gray(SIDE, SIDE, 0.5f));
      assertEquals(names, List.copyOf(gray.byFinding().keySet()));
      Finding effusion = new Finding("Pleural Effusion", "60046008", "SCT", "Pleural effusion");
      assertEquals(gray.byFinding().get("Pleural Effusion"), gray.of(effusion).getAsDouble());
      Finding fracture = new Finding("Fracture", "1", "SCT", "Fracture");
      assertEquals(OptionalDouble.empty(), gray.of(fracture));
    }
  }

  @Test
  void whatLiesOutsideOfTheWindowIsCut() throws Exception {
    try (FindingClassifier classifier = open(LABELS)) {
      assertEquals(
          classifier.classify(root, gray(SIDE, SIDE, 1)),
          classifier.classify(root, gray(SIDE, SIDE, 7)));
    }
  }

  @Test
  void longFilmIsSeenInTheSquareAboutItsCentre() throws Exception {
    Plane tall = gray(2 * SIDE, SIDE, 0.4f);
    Arrays.fill(tall.values(), 0, SIDE * SIDE / 2, 0.9f);
    Arrays.fill(tall.values(), 3 * SIDE * SIDE / 2, 2 * SIDE * SIDE, 0.1f);
    try (FindingClassifier classifier = open(LABELS)) {
      assertEquals(
          classifier.classify(root, gray(SIDE, SIDE, 0.4f)), classifier.classify(root, tall));
    }
  }

  @Test
  void severalNetworksEachTellTheirFindingsAtTheirResolution() throws Exception {
    Plane film = films(Golden.load("golden_towers.safetensors").floats("films")).get(1);
    double atHalf = probability(described(32, "\"\",\"\",\"Lung Opacity\",\"\",\"\""), film, 0);
    double atFull = probability(described(SIDE, "\"Cardiomegaly\",\"\",\"\",\"\",\"\""), film, 0);
    String both =
        "["
            + described(SIDE, "\"Cardiomegaly\",\"\",\"\",\"\",\"\"")
            + ","
            + described(32, "\"\",\"\",\"Lung Opacity\",\"\",\"\"")
                .replace("{", "{\"module\":\"coarse\",")
            + "]";
    assertEquals(atFull, probability(both, film, 0));
    assertEquals(atHalf, probability(both, film, 1));
  }

  private static String described(int resolution, String labels) {
    return "{\"labels\":[" + labels + "],\"resolution\":" + resolution + ",\"range\":[-1024,1024]}";
  }

  /** What a pack says whose classifier, in one network or in that and {@code coarse}, is this. */
  private double probability(String classifier, Plane film, int finding) throws Exception {
    TinyTowers.addClassifier(folder, LABELS);
    Path manifest = folder.resolve("pack.json");
    String text = Files.readString(manifest);
    String network = text.replaceAll("(?s).*\"classifier\":(\\{\"arch[^}]*\\}[^}]*\\}).*", "$1");
    String replaced =
        text.replaceAll("\"classifier\":\\{\"labels[^}]*\\}", "\"classifier\":" + classifier);
    Files.writeString(
        manifest,
        classifier.startsWith("[")
            ? replaced.replace("\"modules\":{", "\"modules\":{\"coarse\":" + network + ",")
            : replaced);
    try (FindingClassifier opened = FindingClassifier.open(Pack.load(folder), root).orElseThrow()) {
      return values(opened.classify(root, film))[finding];
    }
  }

  @Test
  void packWithoutClassifierHasNone() throws Exception {
    assertTrue(FindingClassifier.open(Pack.load(folder), root).isEmpty());
  }

  @Test
  void labelsThatAreNotAsManyAsTheOutputsAreRefused() {
    PackException refusal =
        assertThrows(PackException.class, () -> open("Cardiomegaly", "Pleural Effusion"));
    assertTrue(refusal.getMessage().contains("classifier.labels has 2"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("(1, 5)"), refusal.getMessage());
  }

  @Test
  void probabilitiesLieBetweenNoughtAndOne() {
    assertThrows(IllegalArgumentException.class, () -> new FindingProbabilities(Map.of()));
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> new FindingProbabilities(Map.of("x", wrong)));
    }
  }

  @Test
  void twoHundredClassificationsDoNotGrow() throws Exception {
    TinyTowers.addClassifier(folder, LABELS);
    Path manifest = folder.resolve("pack.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest, text.replace("\"resolution\":64,\"range\"", "\"resolution\":256,\"range\""));
    Plane film = gray(256, 256, 0.5f);
    try (FindingClassifier classifier =
        FindingClassifier.open(Pack.load(folder), root).orElseThrow()) {
      double growth = ResidentMemory.growthInMebibytes(70, () -> classifier.classify(root, film));
      System.out.printf("%.1f MiB more after 70 classifications%n", growth);
      // One film left behind each time would show as 17 MiB.
      assertTrue(growth < 5, "memory grew by " + growth + " MiB over 70 classifications");
    }
  }

  private FindingClassifier open(String... labels) throws PackException {
    TinyTowers.addClassifier(folder, labels);
    return FindingClassifier.open(Pack.load(folder), root).orElseThrow();
  }

  private static List<Plane> films(float[] values) {
    int size = SIDE * SIDE;
    return List.of(0, 1, 2).stream()
        .map(film -> Arrays.copyOfRange(values, film * size, (film + 1) * size))
        .map(film -> new Plane(SIDE, SIDE, film).map(value -> (value + 1024) / 2048))
        .toList();
  }

  private static Plane gray(int rows, int columns, float luminance) {
    return Plane.zeros(rows, columns).map(zero -> luminance);
  }

  private static double[] values(FindingProbabilities probabilities) {
    return probabilities.byFinding().values().stream().mapToDouble(value -> value).toArray();
  }
}
