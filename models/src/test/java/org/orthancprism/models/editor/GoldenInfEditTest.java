// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orthancprism.models.attention.UnifiedAlignment;
import org.orthancprism.models.attention.UnifiedAttention;
import org.orthancprism.models.attention.UnifiedControl;
import org.orthancprism.models.attention.UnifiedSchedule;
import org.orthancprism.models.diffusion.DdimSchedule;
import org.orthancprism.models.diffusion.LatentDiffusion;
import org.orthancprism.models.diffusion.TextEncoder;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.inversion.ControlledUnet;
import org.orthancprism.models.inversion.LatentEditor;
import org.orthancprism.models.inversion.LatentMasks;
import org.orthancprism.models.inversion.NoiseSource;
import org.orthancprism.models.inversion.UnifiedEditing;
import org.orthancprism.models.pack.NoiseSchedule;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.Precision;
import org.orthancprism.models.torch.TorchRuntime;

/**
 * InfEdit gives, from a film's pixels to the edited film's, what the authors' own program gives on
 * a tiny Stable Diffusion with the same random numbers.
 */
class GoldenInfEditTest {

  private static final double TOLERANCE = 1e-4;
  private static final int SIDE = 64;
  private static final Shape LATENTS = new Shape(1, 4, 16, 16);
  private static final String SOURCE = "chest x-ray showing cardiomegaly and support devices";
  private static final NoiseSchedule.ScaledLinear NOISE =
      new NoiseSchedule.ScaledLinear(0.00085, 0.012, 1000, false, 1);

  /** The settings with which the authors' program ran. */
  private enum Case {
    LOCAL(
        "chest x-ray showing pneumothorax and support devices",
        "pneumothorax",
        "",
        12,
        new UnifiedEditing.Guidance(2.3, 1),
        new UnifiedSchedule(0.7, 0.7, 0.55, 0.6)),
    MUTUAL(
        "normal chest x-ray showing edema and support devices",
        "edema",
        "support devices",
        15,
        new UnifiedEditing.Guidance(2, 1.3),
        new UnifiedSchedule(0.7, 0.3, 0.6, 0.6)),
    BOTH(
        "chest x-ray showing pleural effusion left and support devices without cardiomegaly",
        "effusion devices",
        "devices",
        15,
        new UnifiedEditing.Guidance(2, 1),
        new UnifiedSchedule(0.3, 0.7, 0.4, 0.4)),
    PLAIN(
        "chest x-ray",
        "",
        "",
        12,
        new UnifiedEditing.Guidance(2.3, 1),
        new UnifiedSchedule(0.5, 0.5, 0.6, 0.6));

    private final String target;
    private final String local;
    private final String mutual;
    private final int steps;
    private final UnifiedEditing.Guidance guidance;
    private final UnifiedSchedule attention;

    Case(
        String target,
        String local,
        String mutual,
        int steps,
        UnifiedEditing.Guidance guidance,
        UnifiedSchedule attention) {
      this.target = target;
      this.local = local;
      this.mutual = mutual;
      this.steps = steps;
      this.guidance = guidance;
      this.attention = attention;
    }

    private String golden(String tensor) {
      return name().toLowerCase(java.util.Locale.ROOT) + "." + tensor;
    }
  }

  @TempDir private static Path folder;
  private static Golden golden;
  private static NDManager root;
  private static TextEncoder text;
  private static LatentDiffusion diffusion;

  @BeforeAll
  static void start() throws PackException {
    golden = Golden.load("infedit/infedit.safetensors");
    root = TorchRuntime.newRoot();
    TorchRuntime.withoutGradients();
    Pack pack = Pack.load(TinyPacks.unlimited(TinyPacks.infEdit(folder)));
    text = TextEncoder.open(pack, Precision.FP32, root);
    diffusion = LatentDiffusion.open(pack, Precision.FP32, root, text.tryOut(root, ""));
  }

  @AfterAll
  static void stop() {
    diffusion.close();
    text.close();
    root.close();
  }

  @ParameterizedTest
  @EnumSource
  void wordsFindTheirCounterpartsAsTheAuthorsFindThem(Case edit) {
    try (NDManager scope = root.newSubManager()) {
      UnifiedAttention attention = attention(scope, edit);
      int length = text.length();
      float[] alphas = golden.floats(edit.golden("alphas"));
      long[] counterparts = golden.integers(edit.golden("mapper"));
      assertArrayEquals(alphas, attention.alignment().alphas());
      for (int token = 0; token < length; token++) {
        for (int place = 0; place < length && alphas[token] == 1; place++) {
          assertEquals(
              place == counterparts[token] ? 1 : 0,
              attention.alignment().mapper()[place * length + token]);
        }
      }
      assertEquals(places(golden.floats(edit.golden("local"))), attention.local());
      assertEquals(places(golden.floats(edit.golden("mutual"))), attention.mutual());
    }
  }

  @ParameterizedTest
  @EnumSource
  void filmIsEditedAsTheAuthorsEditIt(Case edit) {
    try (NDManager scope = root.newSubManager()) {
      NoiseSource random = recorded();
      NDArray edited =
          LatentEditor.edit(
              editing(scope, List.of(edit), new ControlledUnet(diffusion::predictNoise), random));
      assertClose(edit.golden("latents"), edited.toFloatArray());
      assertClose(edit.golden("film"), diffusion.decode(edited).get(0).values());
    }
  }

  private static void assertClose(String name, float[] actual) {
    double error = Golden.relativeError(golden.floats(name), actual);
    System.out.printf("%s: relative error %.1e%n", name, error);
    assertTrue(error <= TOLERANCE, name + " differs by " + error);
  }

  @Test
  void editsOfAFilmAreWhatEachIsAloneWhetherMemoryTakesThemTogetherOrNot() {
    List<Long> rows = new ArrayList<>();
    ControlledUnet.Evaluator tight =
        (latents, timestep, context, control) -> {
          rows.add(latents.getShape().get(0));
          if (latents.getShape().get(0) > 6) {
            throw new EngineException("out of memory");
          }
          return diffusion.predictNoise(latents, timestep, context, control);
        };
    try (NDManager scope = root.newSubManager()) {
      float[] together =
          edited(scope, new ControlledUnet(diffusion::predictNoise), Case.LOCAL, Case.LOCAL);
      float[] apart = edited(scope, new ControlledUnet(tight), Case.LOCAL, Case.LOCAL);
      assertEquals(List.of(10L, 6L, 6L, 6L), rows.subList(0, 4));
      assertEquals(0, Golden.relativeError(together, apart), TOLERANCE);
      float[] alone = golden.floats(Case.LOCAL.golden("latents"));
      float[] second = Arrays.copyOfRange(together, alone.length, 2 * alone.length);
      assertEquals(0, Golden.relativeError(alone, second), TOLERANCE);
    }
  }

  @Test
  void aStepEvaluatesSourceEditAndLayoutTwice() {
    ControlledUnet unet = new ControlledUnet(diffusion::predictNoise);
    try (NDManager scope = root.newSubManager()) {
      edited(scope, unet, Case.PLAIN);
      assertEquals(Case.PLAIN.steps * 6, unet.evaluations());
    }
  }

  @Test
  void keptPlacesAndUnchangedCaptionsAreTheFilm() {
    float[] left = new float[256];
    Arrays.fill(left, 0, 128, 1);
    try (NDManager scope = root.newSubManager()) {
      UnifiedEditing editing =
          editing(
              scope,
              List.of(Case.PLAIN, Case.PLAIN),
              new ControlledUnet(diffusion::predictNoise),
              recorded());
      UnifiedEditing masked =
          new UnifiedEditing(
              editing.unet(),
              editing.schedule(),
              editing.latents(),
              editing.source(),
              editing.targets(),
              List.of(false, true),
              editing.empty(),
              editing.guidance(),
              editing.control(),
              Optional.of(LatentMasks.within(new Plane(16, 16, left))),
              editing.noise(),
              () -> {});
      float[] film = editing.latents().toFloatArray();
      float[] result = LatentEditor.edit(masked).toFloatArray();
      boolean changed = false;
      for (int i = 0; i < film.length; i++) {
        assertEquals(film[i], result[film.length + i], 0, "an unchanged caption gives the film");
        if (i % 256 >= 128) {
          assertEquals(film[i], result[i], 1e-6, "the film is kept outside of the mask");
        } else {
          changed |= Math.abs(film[i] - result[i]) > 1e-3;
        }
      }
      assertTrue(changed, "inside, the edit goes its own way");
    }
  }

  private static float[] edited(NDManager scope, ControlledUnet unet, Case... edits) {
    return LatentEditor.edit(editing(scope, List.of(edits), unet, recorded())).toFloatArray();
  }

  /** Edits with the settings of the first. */
  private static UnifiedEditing editing(
      NDManager scope, List<Case> edits, ControlledUnet unet, NoiseSource random) {
    Plane film = new Plane(SIDE, SIDE, golden.floats("film")).map(value -> 2 * value - 1);
    NDArray latents = diffusion.distribution(scope, film).sample(random.draw(scope, LATENTS));
    Case settings = edits.get(0);
    DdimSchedule schedule = DdimSchedule.latentConsistency(NOISE, settings.steps);
    return new UnifiedEditing(
        unet,
        schedule,
        latents,
        text.encode(scope, SOURCE),
        text.encode(scope, edits.stream().map(edit -> edit.target).toArray(String[]::new)),
        edits.stream().map(edit -> false).toList(),
        text.encode(scope, ""),
        settings.guidance,
        new UnifiedControl(
            edits.stream().map(edit -> attention(scope, edit)).toList(),
            settings.attention,
            settings.steps),
        Optional.empty(),
        random,
        () -> {});
  }

  private static UnifiedAttention attention(NDManager scope, Case edit) {
    UnifiedAlignment alignment =
        UnifiedAlignment.of(
            text.tokenizer().tokens(SOURCE),
            text.tokenizer().tokens(edit.target),
            text.length(),
            new TokenSimilarity(text.encode(scope, SOURCE), text.encode(scope, edit.target)));
    return new UnifiedAttention(
        alignment.tokens(),
        alignment.local(text.tokenizer().withoutEnds(edit.local)),
        alignment.mutual(text.tokenizer().withoutEnds(edit.mutual)));
  }

  /** The random numbers in the order in which the authors' program drew them. */
  private static NoiseSource recorded() {
    AtomicInteger drawn = new AtomicInteger();
    int size = (int) LATENTS.size();
    return (manager, shape) -> {
      int from = drawn.getAndIncrement() * size;
      return manager.create(
          Arrays.copyOfRange(golden.floats("noises"), from, from + size), LATENTS);
    };
  }

  private static Set<Integer> places(float[] marks) {
    Set<Integer> places = new HashSet<>();
    for (int place = 0; place < marks.length; place++) {
      if (marks[place] != 0) {
        places.add(place);
      }
    }
    return places;
  }
}
