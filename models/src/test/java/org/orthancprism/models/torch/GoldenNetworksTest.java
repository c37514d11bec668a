// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.fixture.SafetensorsWriter;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;

/**
 * The networks give what diffusers and transformers give with the same weights, in float32 to the
 * last digits and in the shorter types as far as these reach.
 */
class GoldenNetworksTest {

  /** Greatest error in shares of the greatest value: fp16 resolves 5e-4 of a number, bf16 4e-3. */
  private static final Map<Precision, Double> TOLERANCES =
      Map.of(Precision.FP32, 1e-4, Precision.FP16, 5e-3, Precision.BF16, 4e-2);

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

  @ParameterizedTest
  @EnumSource(Precision.class)
  void textEncoderGivesTheLastHiddenStateOfTransformers(Precision precision) throws PackException {
    try (Network network = load(Golden.textEncoder(), precision);
        NDManager scope = root.newSubManager()) {
      NDArray ids = scope.create(golden.integers("ids"), new Shape(golden.shape("ids")));
      assertEqualsGolden("context", precision, network.forward(ids));
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void unetPredictsTheNoiseOfDiffusers(Precision precision) throws PackException {
    try (Network network = load(Golden.unet(), precision);
        NDManager scope = root.newSubManager()) {
      NDArray noise =
          network.forward(
              floats(scope, "sample"), floats(scope, "timesteps"), floats(scope, "context"));
      assertEqualsGolden("noise", precision, noise);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void autoencoderEncodesAndDecodesAsDiffusersDoes(Precision precision) throws PackException {
    try (Network network = load(Golden.vae(), precision);
        NDManager scope = root.newSubManager()) {
      assertEqualsGolden("moments", precision, network.call("encode", floats(scope, "image")));
      assertEqualsGolden("decoded", precision, network.call("decode", floats(scope, "latents")));
    }
  }

  /** Else the three would be one, and the tolerances would prove nothing. */
  @Test
  void precisionsGiveDifferentNumbers() throws PackException {
    Set<Float> found = new HashSet<>();
    for (Precision precision : Precision.values()) {
      try (Network network = load(Golden.unet(), precision);
          NDManager scope = root.newSubManager()) {
        found.add(noise(network, scope)[0]);
      }
    }
    assertEquals(Precision.values().length, found.size());
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void sameInputsGiveTheSameBits(Precision precision) throws PackException {
    try (Network network = load(Golden.unet(), precision);
        NDManager scope = root.newSubManager()) {
      assertArrayEquals(noise(network, scope), noise(network, scope));
    }
  }

  private static float[] noise(Network network, NDManager scope) {
    return network
        .forward(floats(scope, "sample"), floats(scope, "timesteps"), floats(scope, "context"))
        .toFloatArray();
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
                Precision.FP32,
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
                      Precision.FP32,
                      root));
      assertTrue(refusal.getMessage().contains("'" + name + "'"), refusal.getMessage());
    }
  }

  private static Network load(ModuleSpec spec, Precision precision) throws PackException {
    return Network.load(spec, SafetensorsFile.open(Golden.path(spec.weights())), precision, root);
  }

  private static NDArray floats(NDManager scope, String name) {
    return scope.create(golden.floats(name), new Shape(golden.shape(name)));
  }

  private static void assertEqualsGolden(String name, Precision precision, NDArray actual) {
    assertEquals(DataType.FLOAT32, actual.getDataType());
    assertArrayEquals(golden.shape(name), actual.getShape().getShape());
    double error = Golden.relativeError(golden.floats(name), actual.toFloatArray());
    System.out.printf("%s in %s: relative error %.1e%n", name, precision.label(), error);
    assertTrue(error <= TOLERANCES.get(precision), name + " differs by " + error);
  }
}
