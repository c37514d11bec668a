// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.fixture.SafetensorsWriter;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;

/** The networks give what diffusers and transformers give with the same weights. */
class GoldenNetworksTest {

  private static final double TOLERANCE = 1e-4;

  private static Golden golden;
  private static NDManager root;

  @BeforeAll
  static void start() throws PackException {
    golden = Golden.load();
    root = TorchRuntime.newRoot();
    TorchRuntime.withoutGradients();
  }

  @AfterAll
  static void stop() {
    root.close();
  }

  @Test
  void textEncoderGivesTheLastHiddenStateOfTransformers() throws PackException {
    try (Network network = load(Golden.textEncoder());
        NDManager scope = root.newSubManager()) {
      NDArray ids = scope.create(golden.integers("ids"), new Shape(golden.shape("ids")));
      assertEqualsGolden("context", network.forward(ids));
    }
  }

  @Test
  void unetPredictsTheNoiseOfDiffusers() throws PackException {
    try (Network network = load(Golden.unet());
        NDManager scope = root.newSubManager()) {
      NDArray noise =
          network.forward(
              floats(scope, "sample"), floats(scope, "timesteps"), floats(scope, "context"));
      assertEqualsGolden("noise", noise);
    }
  }

  @Test
  void autoencoderEncodesAndDecodesAsDiffusersDoes() throws PackException {
    try (Network network = load(Golden.vae());
        NDManager scope = root.newSubManager()) {
      assertEqualsGolden("moments", network.call("encode", floats(scope, "image")));
      assertEqualsGolden("decoded", network.call("decode", floats(scope, "latents")));
    }
  }

  @Test
  void missingWeightIsNamed(@TempDir Path folder) throws PackException {
    Path file =
        new SafetensorsWriter()
            .add("conv_in.weight", new long[] {1, 4, 3, 3}, new float[36])
            .write(folder.resolve("half.safetensors"));
    ModuleSpec unet = Golden.unet();
    try (Network network =
            Network.load(
                new ModuleSpec(unet.architecture(), unet.config(), "half.safetensors"),
                SafetensorsFile.open(file),
                root);
        NDManager scope = root.newSubManager()) {
      EngineException failure =
          assertThrows(
              EngineException.class,
              () ->
                  network.forward(
                      floats(scope, "sample"),
                      floats(scope, "timesteps"),
                      floats(scope, "context")));
      String message = network.misfit(failure).getMessage();
      assertTrue(
          message.contains("half.safetensors") && message.contains("time_embedding.linear_1"),
          message);
    }
  }

  @Test
  void unknownArchitectureIsRefused() {
    for (String name : List.of("resnet", "../architecture/clip_text", "")) {
      PackException refusal =
          assertThrows(
              PackException.class,
              () ->
                  Network.load(
                      new ModuleSpec(name, Map.of(), "vae.safetensors"),
                      SafetensorsFile.open(Golden.path("vae.safetensors")),
                      root));
      assertTrue(refusal.getMessage().contains("'" + name + "'"), refusal.getMessage());
    }
  }

  private static Network load(ModuleSpec spec) throws PackException {
    return Network.load(spec, SafetensorsFile.open(Golden.path(spec.weights())), root);
  }

  private static NDArray floats(NDManager scope, String name) {
    return scope.create(golden.floats(name), new Shape(golden.shape(name)));
  }

  private static void assertEqualsGolden(String name, NDArray actual) {
    assertArrayEquals(golden.shape(name), actual.getShape().getShape());
    double error = Golden.relativeError(golden.floats(name), actual.toFloatArray());
    System.out.printf("%s: relative error %.1e%n", name, error);
    assertTrue(error <= TOLERANCE, name + " differs by " + error);
  }
}
