// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orthancprism.models.attention.Counterparts;
import org.orthancprism.models.attention.StepRange;
import org.orthancprism.models.counterfactual.AttentionSettings;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.counterfactual.EditParameters;
import org.orthancprism.models.diffusion.DdimSchedule;
import org.orthancprism.models.diffusion.LatentDiffusion;
import org.orthancprism.models.diffusion.Step;
import org.orthancprism.models.diffusion.TextEncoder;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.inversion.LatentMasks;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.pack.NoiseSchedule;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.torch.Precision;
import org.orthancprism.models.torch.TorchRuntime;

/** The inversion editor on a tiny Stable Diffusion 1.x with random weights. */
class InversionEditorTest {

  @TempDir private Path folder;

  @Test
  void editIsDeterministicAndKeepsAllOutsideOfItsMask() throws Exception {
    Film film = film(150, 120);
    Pack pack = Pack.load(TinyPacks.unlimited(TinyPacks.inversion(folder, 5, 7.5)));
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      EditRequest request = EditRequest.parse("add-pleural-effusion", pack.findings());
      Counterfactual first = editor.edit(film, request, 1, Progress.NONE);
      Counterfactual again = editor.edit(film, request, 1, Progress.NONE);
      assertArrayEquals(first.film().luminance(), again.film().luminance());
      assertTrue(first.mask().changedShare() > 0, "random weights change something");
      for (int i = 0; i < film.luminance().length; i++) {
        if (first.mask().weights()[i] == 0) {
          assertEquals(
              Float.floatToRawIntBits(film.luminance()[i]),
              Float.floatToRawIntBits(first.film().luminance()[i]));
        }
      }
      assertEquals(
          new EditParameters(
              "direct",
              "Normal chest X-ray with no significant findings",
              "Chest X-ray showing Pleural Effusion",
              1,
              5,
              7.5,
              Optional.of(
                  new AttentionSettings(Counterparts.REFINE, 0.8, StepRange.upTo(0.4), 1, false))),
          first.parameters());
    }
  }

  @Test
  void theRoundTripIsWhatTheAutoencoderAloneMakesOfTheFilm() throws Exception {
    Film film = film(150, 120);
    Pack pack = Pack.load(TinyPacks.inversion(folder, 5, 7.5));
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      Film made = editor.roundTrip(film).orElseThrow();
      assertEquals(List.of(150, 120), List.of(made.rows(), made.columns()));
      assertFalse(
          Arrays.equals(film.luminance(), made.luminance()), "random weights lose something");
      for (float value : made.luminance()) {
        assertTrue(Float.isFinite(value));
      }
      assertEquals(0, editor.evaluations());
    }
  }

  @Test
  void everyStepOfBothWaysIsReported() throws Exception {
    Pack pack = Pack.load(TinyPacks.unlimited(TinyPacks.inversion(folder, 3, 1)));
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      AtomicInteger calls = new AtomicInteger();
      editor.edit(
          film(64, 64),
          EditRequest.parse("remove-support-devices", pack.findings()),
          0,
          (done, total) -> {
            assertEquals(calls.incrementAndGet(), done);
            assertEquals(7, total);
          });
      assertEquals(7, calls.get());
    }
  }

  @Test
  void editsOfOneFilmShareItsWayToNoiseAndAreWhatEachIsAlone() throws Exception {
    Pack pack = Pack.load(TinyPacks.unlimited(TinyPacks.inversion(folder, 3, 2)));
    Film film = film(64, 64);
    List<EditRequest> requests =
        List.of(
            EditRequest.parse("remove-support-devices", pack.findings()),
            EditRequest.parse("add-pleural-effusion", pack.findings()));
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      AtomicInteger calls = new AtomicInteger();
      List<Counterfactual> made =
          editor.edit(
              film, requests, EditOptions.seeded(5), (done, total) -> calls.incrementAndGet());
      assertEquals(7, calls.get(), "three steps there, three back, one to composite");
      assertEquals("remove-support-devices", made.get(0).edit().name());
      assertEquals(
          "Chest X-ray showing Support Devices, Pleural Effusion",
          made.get(1).parameters().targetCaption());
      Counterfactual alone = editor.edit(film, requests.get(0), 5, Progress.NONE);
      for (int i = 0; i < film.luminance().length; i++) {
        assertEquals(alone.film().luminance()[i], made.get(0).film().luminance()[i], 1e-3f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(EditingMethod.class)
  void requestNamesTheMethodAndWhereTheFilmMayChange(EditingMethod method) throws Exception {
    Pack pack = Pack.load(TinyPacks.unlimited(TinyPacks.inversion(folder, 3, 2)));
    Film film = film(96, 64);
    float[] left = new float[film.luminance().length];
    for (int i = 0; i < left.length; i++) {
      left[i] = i % 64 < 32 ? 1 : 0;
    }
    EditOptions options =
        EditOptions.seeded(3).by(method).within(LatentMasks.within(new Plane(96, 64, left)));
    List<EditRequest> requests =
        List.of(EditRequest.parse("add-pleural-effusion", pack.findings()));
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      Counterfactual made = editor.edit(film, requests, options, Progress.NONE).get(0);
      assertEquals(method.label(), made.parameters().method());
      assertTrue(made.mask().changedShare() > 0, "random weights change something");
      for (int i = 0; i < left.length; i++) {
        if (left[i] == 0) {
          assertEquals(film.luminance()[i], made.film().luminance()[i], 0);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(EditingMethod.class)
  void maskIsFoundWhereNoneIsGivenAndAnEmptyOneGivesTheFilmBack(EditingMethod method)
      throws Exception {
    TinyPacks.inversion(folder, 5, 7.5);
    Path manifest = folder.resolve("pack.json");
    Files.writeString(
        manifest,
        """
        {"editing": {"method": "direct", "crossReplace": 0.8, "selfReplace": [0.4],
         "wordWeight": 1, "localBlend": true},
        """
            + Files.readString(manifest).substring(1));
    Pack pack = Pack.load(folder);
    Film film = film(96, 64);
    List<EditRequest> requests =
        List.of(EditRequest.parse("add-pleural-effusion", pack.findings()));
    EditOptions options = EditOptions.seeded(3).by(method);
    EditOptions nowhere = options.within(LatentMasks.within(Plane.zeros(96, 64)));
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      Counterfactual found = editor.edit(film, requests, options, Progress.NONE).get(0);
      assertTrue(found.mask().changedShare() > 0, "random weights change something");
      assertTrue(found.mask().changedShare() < 1, "but not everything");
      assertEquals(0, found.outcome().measures().l1Outside());
      assertArrayEquals(
          film.luminance(),
          editor.edit(film, requests, nowhere, Progress.NONE).get(0).film().luminance());
    }
  }

  @Test
  void invertingAndRegeneratingUnderOneCaptionComesBackToTheLatents() throws Exception {
    double fifty = returnError(50);
    System.out.printf("return error: %.4f in 50 steps%n", fifty);
    assertTrue(fifty < 0.05, "the error in 50 steps is " + fifty);
  }

  /** Error of DDIM's way there and back, relative to the latents' length. */
  private double returnError(int steps) throws PackException {
    Pack pack = Pack.load(TinyPacks.unlimited(TinyPacks.calmInversion(folder, steps, 1)));
    try (NDManager root = TorchRuntime.newRoot()) {
      TorchRuntime.withoutGradients();
      TextEncoder text = TextEncoder.open(pack, Precision.FP32, root);
      NDArray context = text.encode(root, "Chest X-ray showing Pleural Effusion");
      LatentDiffusion diffusion = LatentDiffusion.open(pack, Precision.FP32, root, context);
      DdimSchedule schedule =
          new DdimSchedule((NoiseSchedule.ScaledLinear) pack.manifest().schedule(), steps);
      NDArray latents = diffusion.encode(root, Plane.of(film(64, 64)).map(v -> 2 * v - 1));
      NDArray back = latents;
      for (List<Step> way : List.of(schedule.inversion(), schedule.denoising())) {
        for (Step step : way) {
          back = step.apply(back, diffusion.predictNoise(back, step.timestep(), context));
        }
      }
      double error = back.sub(latents).norm().getFloat() / latents.norm().getFloat();
      diffusion.close();
      text.close();
      return error;
    }
  }

  @Test
  void resolutionThatTheNetworksCantHalveIsRefused() throws Exception {
    TinyPacks.inversion(folder, 3, 1);
    String manifest = Files.readString(folder.resolve("pack.json"));
    Files.writeString(
        folder.resolve("pack.json"), manifest.replace("\"resolution\":64", "\"resolution\":80"));
    Pack pack = Pack.load(folder);
    PackException refusal =
        assertThrows(PackException.class, () -> CounterfactualEditors.open(pack));
    assertTrue(refusal.getMessage().contains("multiple of 32"), refusal.getMessage());
  }

  private static Film film(int rows, int columns) {
    float[] luminance = new float[rows * columns];
    for (int i = 0; i < luminance.length; i++) {
      double row = (double) (i / columns) / rows;
      double column = (double) (i % columns) / columns;
      luminance[i] = (float) (0.5 + 0.4 * Math.sin(7 * row) * Math.cos(5 * column));
    }
    return new Film(rows, columns, luminance);
  }
}
