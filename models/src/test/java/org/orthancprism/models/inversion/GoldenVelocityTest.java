// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orthancprism.models.attention.AttentionControl;
import org.orthancprism.models.attention.EditAttention;
import org.orthancprism.models.attention.StepRange;
import org.orthancprism.models.attention.TokenAlignment;
import org.orthancprism.models.diffusion.DdimSchedule;
import org.orthancprism.models.diffusion.LatentDiffusion.ControlledNoise;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.NoiseSchedule;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.torch.Network;
import org.orthancprism.models.torch.Precision;
import org.orthancprism.models.torch.TorchRuntime;

/**
 * A tiny Stable Diffusion 2.x, which predicts v over a schedule of zero terminal SNR, edits as
 * plain PyTorch over diffusers does (models/reference/editing.py).
 */
class GoldenVelocityTest {

  /** Of the greatest value; the reference keeps its schedule in float32. */
  private static final double TOLERANCE = 1e-5;

  private static final int STEPS = 10;
  private static final int LENGTH = 16;
  private static final double GUIDANCE = 3;
  private static final String FOLDER = "stable_diffusion_2/";
  private static final Shape LATENTS = new Shape(1, 4, 16, 16);

  private static final NoiseSchedule.ScaledLinear NOISE =
      new NoiseSchedule.ScaledLinear(
          0.00085,
          0.012,
          1000,
          false,
          1,
          NoiseSchedule.Prediction.V_PREDICTION,
          true,
          NoiseSchedule.Spacing.TRAILING);

  private static final ModuleSpec TEXT =
      new ModuleSpec(
          "clip_text",
          Map.of(
              "num_hidden_layers", List.of(3.0),
              "num_attention_heads", List.of(4.0),
              "hidden_act", List.of(1.0)),
          FOLDER + "text_encoder/model.safetensors");

  private static final ModuleSpec UNET =
      new ModuleSpec(
          "unet_2d_condition",
          Map.of(
              "layers_per_block", List.of(1.0),
              "norm_num_groups", List.of(4.0),
              "num_attention_heads", List.of(1.0, 2.0, 4.0),
              "cross_attention_blocks", List.of(1.0, 1.0, 0.0)),
          FOLDER + "unet/diffusion_pytorch_model.safetensors");

  private static Golden golden;
  private static NDManager root;
  private static Network text;
  private static Network unet;

  @BeforeAll
  static void start() throws PackException {
    golden = Golden.load(FOLDER + "methods.safetensors");
    root = TorchRuntime.newRoot();
    TorchRuntime.withoutGradients();
    text = load(TEXT);
    unet = load(UNET);
  }

  private static Network load(ModuleSpec spec) throws PackException {
    return Network.load(
        spec, SafetensorsFile.open(Golden.path(spec.weights())), Precision.FP32, root);
  }

  @AfterAll
  static void stop() {
    unet.close();
    text.close();
    root.close();
  }

  @Test
  void textEncoderWithGeluGivesTheLastHiddenStateOfTransformers() {
    try (NDManager scope = root.newSubManager()) {
      assertEqualsGolden("contexts", contexts(scope));
    }
  }

  @Test
  void unetWithLinearProjectionsPredictsTheVelocityOfDiffusers() {
    try (NDManager scope = root.newSubManager()) {
      NDArray latents = scope.create(golden.floats("latents"), LATENTS);
      NDArray timesteps = scope.create(golden.floats("timesteps"));
      assertEqualsGolden("velocity", unet.forward(latents, timesteps, contexts(scope).get("0:1")));
    }
  }

  @ParameterizedTest
  @EnumSource(value = EditingMethod.class, mode = EnumSource.Mode.EXCLUDE, names = "INFEDIT")
  void methodEditsAsTheReferenceDoes(EditingMethod method) {
    try (NDManager scope = root.newSubManager()) {
      LatentEditing editing = editing(scope);
      assertEqualsGolden(method.label(), new LatentEditor(method).edit(editing, () -> {}));
    }
  }

  private static NDArray contexts(NDManager scope) {
    return text.forward(scope.create(golden.integers("ids"), new Shape(golden.shape("ids"))));
  }

  private static ControlledNoise evaluate(
      NDArray latents, int timestep, NDArray context, Map<String, NDArray> control) {
    float[] timesteps = new float[(int) latents.getShape().get(0)];
    Arrays.fill(timesteps, timestep);
    NDArray times = latents.getManager().create(timesteps);
    NDArray output =
        control.isEmpty()
            ? unet.forward(latents, times, context)
            : unet.call("controlled", List.of(latents, times, context), control).get("noise");
    return new ControlledNoise(output, Optional.empty());
  }

  private static LatentEditing editing(NDManager scope) {
    NDArray contexts = contexts(scope);
    AtomicInteger drawn = new AtomicInteger();
    return new LatentEditing(
        new ControlledUnet(GoldenVelocityTest::evaluate),
        new DdimSchedule(NOISE, STEPS),
        scope.create(golden.floats("latents"), LATENTS),
        contexts.get("0:1"),
        contexts.get("1:3"),
        List.of(false, false),
        contexts.get("3:4"),
        GUIDANCE,
        new AttentionControl(edits(), STEPS, false),
        Optional.empty(),
        (manager, shape) -> noise(manager, drawn.getAndIncrement()),
        () -> {});
  }

  private static NDArray noise(NDManager manager, int index) {
    int size = (int) LATENTS.size();
    float[] all = golden.floats("noises");
    return manager.create(Arrays.copyOfRange(all, index * size, (index + 1) * size), LATENTS);
  }

  private static List<EditAttention> edits() {
    float[] plain = new float[LENGTH];
    Arrays.fill(plain, 1);
    float[] weighted = plain.clone();
    weighted[7] = 2;
    weighted[9] = 2;
    return List.of(
        new EditAttention(alignment(1), plain, 0.8, new StepRange(0, 0.4), Set.of(1), Set.of()),
        new EditAttention(
            alignment(2), weighted, 0.5, new StepRange(0, 0.7), Set.of(2), Set.of(2)));
  }

  private static TokenAlignment alignment(int row) {
    return TokenAlignment.refinement(ids(0), ids(row), LENGTH);
  }

  /** A caption's ids without its padding, which is 0. */
  private static long[] ids(int row) {
    long[] all = golden.integers("ids");
    return Arrays.stream(all, row * LENGTH, (row + 1) * LENGTH).filter(id -> id != 0).toArray();
  }

  private static void assertEqualsGolden(String name, NDArray actual) {
    double error = Golden.relativeError(golden.floats(name), actual.toFloatArray());
    System.out.printf("%s of 2.x: relative error %.1e%n", name, error);
    assertTrue(error <= TOLERANCE, name + " differs by " + error);
  }
}
