// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
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
import org.orthancprism.models.film.Plane;
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
 * The methods give, after all 50 steps on a tiny Stable Diffusion 1.x, what plain PyTorch over
 * diffusers gives (models/reference/editing.py).
 */
class GoldenMethodsTest {

  private static final double TOLERANCE = 1e-3;
  private static final double GUIDANCE = 3;
  private static final int STEPS = 50;

  /** Enough where a claim holds after each step. */
  private static final int FEW_STEPS = 10;

  private static final int LENGTH = 16;

  /** Steps in which the attention of an edit follows the source's: 0.8 of them. */
  private static final int FOLLOWED = 40;

  private static final NoiseSchedule.ScaledLinear NOISE =
      new NoiseSchedule.ScaledLinear(0.00085, 0.012, 1000, false, 1);
  private static final Shape LATENTS = new Shape(1, 4, 16, 16);

  private static Golden golden;
  private static NDManager root;
  private static Network text;
  private static Network calm;
  private static Network sharp;

  /** An edit by each method without local blend, which several tests look at. */
  private static final Map<EditingMethod, PlainEdit> PLAIN_EDITS =
      new EnumMap<>(EditingMethod.class);

  /**
   * What an edit gave and what it took.
   *
   * @param evaluations of the UNet, one for each row of a batch
   * @param rows of each batch of more than one
   */
  private record PlainEdit(float[] latents, long evaluations, List<Long> rows) {}

  @BeforeAll
  static void start() throws PackException {
    golden = Golden.load("methods.safetensors");
    root = TorchRuntime.newRoot();
    TorchRuntime.withoutGradients();
    text = load(Golden.textEncoder());
    calm = load(unet("calm_unet.safetensors"));
    sharp = load(unet("sharp_unet.safetensors"));
  }

  private static ModuleSpec unet(String weights) {
    return new ModuleSpec(Golden.unet().architecture(), Golden.unet().config(), weights);
  }

  private static Network load(ModuleSpec spec) throws PackException {
    return Network.load(
        spec, SafetensorsFile.open(Golden.path(spec.weights())), Precision.FP32, root);
  }

  @AfterAll
  static void stop() {
    calm.close();
    sharp.close();
    text.close();
    root.close();
  }

  @ParameterizedTest
  @EnumSource(value = EditingMethod.class, mode = EnumSource.Mode.EXCLUDE, names = "INFEDIT")
  void methodEditsAsTheReferenceDoes(EditingMethod method) {
    assertEqualsGolden(method.label(), plainEdit(method).latents());
  }

  @ParameterizedTest
  @EnumSource(value = EditingMethod.class, mode = EnumSource.Mode.EXCLUDE, names = "INFEDIT")
  void localBlendKeepsTheSourceWhereTheReferenceDoes(EditingMethod method) {
    // Null-text's optimisation is chaotic on a random network with sharp attention.
    Network unet = method == EditingMethod.NULL_TEXT ? calm : sharp;
    try (NDManager scope = root.newSubManager()) {
      LatentEditing editing = editing(scope, evaluator(unet), true);
      float[] result = new LatentEditor(method).edit(editing, () -> {}).toFloatArray();
      assertEqualsGolden(method.label() + ".blended", result);
    }
  }

  @Test
  void selfAttentionFollowsOverARangeOfStepsAsTheReferenceDoes() {
    try (NDManager scope = root.newSubManager()) {
      AttentionControl range = new AttentionControl(edits(0.3), STEPS, false);
      LatentEditing editing =
          with(editing(scope, evaluator(sharp), false), range, Optional.empty());
      float[] result =
          new LatentEditor(EditingMethod.DIRECT).edit(editing, () -> {}).toFloatArray();
      assertEqualsGolden("direct.range", result);
    }
  }

  @Test
  void directReproducesTheFilmExactlyUnderItsOwnCaptionWithoutGuidance() {
    try (NDManager scope = root.newSubManager()) {
      LatentEditing editing = editing(scope, evaluator(calm), false);
      LatentEditing same =
          new LatentEditing(
              editing.unet(),
              editing.schedule(),
              editing.latents(),
              editing.source(),
              editing.source().repeat(0, 2),
              List.of(true, true),
              editing.empty(),
              1,
              editing.control(),
              Optional.empty(),
              editing.noise(),
              () -> {});
      float[] result = new LatentEditor(EditingMethod.DIRECT).edit(same, () -> {}).toFloatArray();
      float[] film = golden.floats("latents");
      assertArrayEquals(film, Arrays.copyOfRange(result, 0, film.length));
      assertArrayEquals(film, Arrays.copyOfRange(result, film.length, result.length));
    }
  }

  @ParameterizedTest
  @EnumSource(value = EditingMethod.class, mode = EnumSource.Mode.EXCLUDE, names = "INFEDIT")
  void keptPlacesAreThoseOfTheSource(EditingMethod method) {
    float[] edit = new float[256];
    Arrays.fill(edit, 0, 128, 1);
    try (NDManager scope = root.newSubManager()) {
      LatentEditing free = editing(scope, evaluator(calm), false, FEW_STEPS, () -> {});
      LatentEditing masked = within(free, LatentMasks.within(new Plane(16, 16, edit)));
      float[] result = new LatentEditor(method).edit(masked, () -> {}).toFloatArray();
      float[] other = Arrays.copyOfRange(result, result.length / 2, result.length);
      boolean changed = false;
      for (int i = 0; i < other.length; i++) {
        if (i % 256 >= 128) {
          assertEquals(result[i], other[i], 0, "both edits have the source's latents there");
        } else {
          changed |= result[i] != other[i];
        }
      }
      assertTrue(changed, "inside, the edits go their own ways");
    }
  }

  private static LatentEditing within(LatentEditing editing, LatentMasks masks) {
    return with(editing, editing.control(), Optional.of(masks));
  }

  private static LatentEditing with(
      LatentEditing editing, AttentionControl control, Optional<LatentMasks> masks) {
    return new LatentEditing(
        editing.unet(),
        editing.schedule(),
        editing.latents(),
        editing.source(),
        editing.targets(),
        editing.sameAsSource(),
        editing.empty(),
        editing.guidance(),
        control,
        masks,
        editing.noise(),
        editing.afterStep());
  }

  @Test
  void aFurtherEditCostsItsOwnPassesAlone() {
    // One inversion; then a step evaluates each edit twice, and the source while it is looked at.
    long direct = plainEdit(EditingMethod.DIRECT).evaluations();
    assertEquals(STEPS + FOLLOWED + STEPS * 2 * 2, direct);
    assertEquals(
        STEPS + STEPS * (1 + 2 * 2), plainEdit(EditingMethod.NEGATIVE_PROMPT).evaluations());
    assertEquals(STEPS * (1 + 2 * 2), plainEdit(EditingMethod.VIRTUAL).evaluations());
    assertTrue(plainEdit(EditingMethod.NULL_TEXT).evaluations() > direct + 3 * STEPS);
  }

  @ParameterizedTest
  @EnumSource(
      value = EditingMethod.class,
      names = {"NULL_TEXT", "DIRECT"})
  void theSourceIsLeftOutOnceNothingLooksAtIt(EditingMethod method) {
    List<Long> expected = new ArrayList<>(Collections.nCopies(FOLLOWED, 5L));
    expected.addAll(Collections.nCopies(STEPS - FOLLOWED, 4L));
    assertEquals(expected, plainEdit(method).rows());
  }

  @Test
  void withLittleMemoryEditsComeOneByOneAndAttentionInSlicesToTheSameResult() {
    List<String> tries = new ArrayList<>();
    ControlledUnet.Evaluator tight =
        (latents, timestep, context, control) -> {
          boolean sliced = control.containsKey("slices");
          long rows = latents.getShape().get(0);
          if (rows > 3 || (rows == 3 && !sliced)) {
            tries.add(rows + (sliced ? " sliced" : " whole"));
            outOfMemory();
          }
          return evaluator(sharp).evaluate(latents, timestep, context, control);
        };
    try (NDManager scope = root.newSubManager()) {
      LatentEditing editing = editing(scope, tight, true);
      NDArray result = new LatentEditor(EditingMethod.DIRECT).edit(editing, () -> {});
      assertEqualsGolden("direct.blended", result.toFloatArray());
      assertEquals(List.of("5 whole", "3 whole"), tries);
      assertEquals(1, editing.unet().mostEdits());
      assertEquals(2, editing.unet().slices());
    }
  }

  /** A real failure of torch's allocator: more bytes than a machine can address. */
  private static void outOfMemory() {
    try (NDManager scope = root.newSubManager()) {
      scope.zeros(new Shape(1L << 50));
    }
  }

  @Test
  void memoryThatDoesNotSufficeAtAllIsSaid() {
    ControlledUnet.Evaluator none =
        (latents, timestep, context, control) -> {
          outOfMemory();
          throw new AssertionError("the allocator gave a petabyte");
        };
    try (NDManager scope = root.newSubManager()) {
      LatentEditing editing = editing(scope, none, false);
      EngineException failure =
          assertThrows(
              EngineException.class,
              () -> new LatentEditor(EditingMethod.VIRTUAL).edit(editing, () -> {}));
      assertTrue(failure.getMessage().contains("one edit at a time"), failure.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(value = EditingMethod.class, mode = EnumSource.Mode.EXCLUDE, names = "INFEDIT")
  void cancellingEndsTheEditAtTheNextStep(EditingMethod method) {
    AtomicInteger steps = new AtomicInteger();
    try (NDManager scope = root.newSubManager()) {
      LatentEditing editing =
          editing(
              scope,
              evaluator(calm),
              false,
              STEPS,
              () -> {
                if (steps.incrementAndGet() == 7) {
                  throw new CancellationException();
                }
              });
      assertThrows(
          CancellationException.class, () -> new LatentEditor(method).edit(editing, () -> {}));
      assertEquals(7, steps.get());
    }
  }

  private static PlainEdit plainEdit(EditingMethod method) {
    return PLAIN_EDITS.computeIfAbsent(method, GoldenMethodsTest::makePlainEdit);
  }

  private static PlainEdit makePlainEdit(EditingMethod method) {
    List<Long> rows = new ArrayList<>();
    ControlledUnet.Evaluator counting =
        (latents, timestep, context, control) -> {
          long batch = latents.getShape().get(0);
          if (batch > 1) {
            rows.add(batch);
          }
          return evaluator(calm).evaluate(latents, timestep, context, control);
        };
    try (NDManager scope = root.newSubManager()) {
      LatentEditing editing = editing(scope, counting, false);
      float[] result = new LatentEditor(method).edit(editing, () -> {}).toFloatArray();
      return new PlainEdit(result, editing.unet().evaluations(), List.copyOf(rows));
    }
  }

  private static ControlledUnet.Evaluator evaluator(Network unet) {
    return (latents, timestep, context, control) -> {
      float[] timesteps = new float[(int) latents.getShape().get(0)];
      Arrays.fill(timesteps, timestep);
      NDArray times = latents.getManager().create(timesteps);
      if (control.isEmpty()) {
        return new ControlledNoise(unet.forward(latents, times, context), Optional.empty());
      }
      Map<String, NDArray> outputs =
          unet.call("controlled", List.of(latents, times, context), control);
      return new ControlledNoise(outputs.get("noise"), Optional.ofNullable(outputs.get("maps")));
    };
  }

  private static LatentEditing editing(
      NDManager scope, ControlledUnet.Evaluator evaluator, boolean blends) {
    return editing(scope, evaluator, blends, STEPS, () -> {});
  }

  private static LatentEditing editing(
      NDManager scope,
      ControlledUnet.Evaluator evaluator,
      boolean blends,
      int steps,
      Runnable afterStep) {
    NDArray contexts =
        text.forward(scope.create(golden.integers("ids"), new Shape(golden.shape("ids"))));
    AtomicInteger drawn = new AtomicInteger();
    return new LatentEditing(
        new ControlledUnet(evaluator),
        new DdimSchedule(NOISE, steps),
        scope.create(golden.floats("latents"), LATENTS),
        contexts.get("0:1"),
        contexts.get("1:3"),
        List.of(false, false),
        contexts.get("3:4"),
        GUIDANCE,
        new AttentionControl(edits(0), steps, blends),
        Optional.empty(),
        (manager, shape) -> noise(manager, drawn.getAndIncrement()),
        afterStep);
  }

  private static NDArray noise(NDManager manager, int index) {
    int size = (int) LATENTS.size();
    float[] all = golden.floats("noises");
    return manager.create(Arrays.copyOfRange(all, index * size, (index + 1) * size), LATENTS);
  }

  /** The edits; self-attention follows from a share of the steps on. */
  private static List<EditAttention> edits(double begin) {
    float[] plain = new float[LENGTH];
    Arrays.fill(plain, 1);
    float[] weighted = plain.clone();
    weighted[7] = 2;
    weighted[9] = 2;
    return List.of(
        new EditAttention(alignment(1), plain, 0.8, new StepRange(begin, 0.4), Set.of(1), Set.of()),
        new EditAttention(
            alignment(2), weighted, 0.5, new StepRange(begin, 0.7), Set.of(2), Set.of(2)));
  }

  private static TokenAlignment alignment(int row) {
    return TokenAlignment.refinement(ids(0), ids(row), LENGTH);
  }

  /** A caption's ids without its padding, which is 0. */
  private static long[] ids(int row) {
    long[] all = golden.integers("ids");
    return Arrays.stream(all, row * LENGTH, (row + 1) * LENGTH).filter(id -> id != 0).toArray();
  }

  private static void assertEqualsGolden(String name, float[] actual) {
    double error = Golden.relativeError(golden.floats(name), actual);
    System.out.printf("%s: relative error %.1e%n", name, error);
    assertTrue(error <= TOLERANCE, name + " differs by " + error);
  }
}
