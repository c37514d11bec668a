// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.fixture.SafetensorsWriter;
import org.orthancprism.models.fixture.TinyTowers;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;

/**
 * Classifier and CLIP towers give what torchxrayvision and transformers give with the same weights.
 */
class GoldenTowersTest {

  private static final double TOLERANCE = 1e-4;

  private static Golden golden;
  private static NDManager root;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws PackException {
    golden = Golden.load("golden_towers.safetensors");
    root = TorchRuntime.newRoot();
    TorchRuntime.withoutGradients();
  }

  @AfterAll
  static void stop() {
    root.close();
  }

  @Test
  void classifierScalesByTheOperatingPointsAsTorchxrayvisionDoes() throws PackException {
    try (Network network = load(TinyTowers.classifier());
        NDManager scope = root.newSubManager()) {
      assertEqualsGolden("probabilities", network.forward(floats(scope, "films")));
    }
  }

  @Test
  void classifierWithoutOperatingPointsGivesPlainProbabilities() throws PackException {
    ModuleSpec spec = TinyTowers.classifier();
    Path plain = folder.resolve("plain.safetensors");
    SafetensorsWriter.copy(Golden.path(spec.weights()), name -> !name.equals("op_threshs"))
        .write(plain);
    try (Network network = Network.load(spec, SafetensorsFile.open(plain), Precision.FP32, root);
        NDManager scope = root.newSubManager()) {
      assertEqualsGolden("plain_probabilities", network.forward(floats(scope, "films")));
    }
  }

  @Test
  void imageTowerGivesTheProjectedEmbeddingOfTransformers() throws PackException {
    try (Network network = load(TinyTowers.clipImage());
        NDManager scope = root.newSubManager()) {
      assertEqualsGolden("image_embeddings", network.forward(floats(scope, "images")));
    }
  }

  @Test
  void textTowerReadsACaptionAtItsTokenOfTheHighestId() throws PackException {
    try (Network network = load(TinyTowers.clipText());
        NDManager scope = root.newSubManager()) {
      assertEqualsGolden("text_embeddings", network.call("embed", integers(scope, "ids")));
    }
  }

  @Test
  void textTowerReadsACaptionAtTheFirstEndTokenThatIsConfigured() throws PackException {
    try (Network network = load(ending(17));
        NDManager scope = root.newSubManager()) {
      assertEqualsGolden("early_embeddings", network.call("embed", integers(scope, "early_ids")));
    }
    try (Network network = load(ending(2));
        NDManager scope = root.newSubManager()) {
      assertEqualsGolden("text_embeddings", network.call("embed", integers(scope, "ids")));
    }
  }

  private static ModuleSpec ending(double endOfSequence) {
    ModuleSpec text = TinyTowers.clipText();
    Map<String, List<Double>> config = new HashMap<>(text.config());
    config.put("eos_token_id", List.of(endOfSequence));
    return new ModuleSpec(text.architecture(), config, text.weights());
  }

  private static Network load(ModuleSpec spec) throws PackException {
    return Network.load(
        spec, SafetensorsFile.open(Golden.path(spec.weights())), Precision.FP32, root);
  }

  private static NDArray floats(NDManager scope, String name) {
    return scope.create(golden.floats(name), new Shape(golden.shape(name)));
  }

  private static NDArray integers(NDManager scope, String name) {
    return scope.create(golden.integers(name), new Shape(golden.shape(name)));
  }

  private static void assertEqualsGolden(String name, NDArray actual) {
    assertArrayEquals(golden.shape(name), actual.getShape().getShape());
    double error = Golden.relativeError(golden.floats(name), actual.toFloatArray());
    System.out.printf("%s: relative error %.1e%n", name, error);
    assertTrue(error <= TOLERANCE, name + " differs by " + error);
  }
}
