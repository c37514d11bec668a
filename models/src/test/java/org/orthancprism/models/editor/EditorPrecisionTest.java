// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.torch.Precision;

/** Edits in the shorter types, on the processor, which computes them as a GPU does. */
class EditorPrecisionTest {

  /** Luminance in single precision, by method. */
  private static final Map<EditingMethod, float[]> EXPECTED = new EnumMap<>(EditingMethod.class);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "NULL_TEXT, FP16, 0.005",
    "NEGATIVE_PROMPT, FP16, 0.005",
    "DIRECT, FP16, 0.005",
    "VIRTUAL, FP16, 0.005",
    "INFEDIT, FP16, 0.005",
    "NULL_TEXT, BF16, 0.05",
    "DIRECT, BF16, 0.05",
    "VIRTUAL, BF16, 0.05",
    "INFEDIT, BF16, 0.05"
  })
  void editIsThatOfSinglePrecisionAboutAndTheSameBitsTwice(
      EditingMethod method, Precision precision, double tolerance) throws Exception {
    Pack pack = Pack.load(TinyPacks.unlimited(TinyPacks.calmInversion(folder, 3, 2)));
    float[] expected =
        EXPECTED.computeIfAbsent(method, each -> edited(pack, each, Precision.FP32, 1).get(0));
    List<float[]> twice = edited(pack, method, precision, 2);
    assertArrayEquals(twice.get(0), twice.get(1));
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.abs(twice.get(0)[i] - expected[i]) / expected.length;
    }
    System.out.printf("%s in %s: %.1e of luminance%n", method.label(), precision, difference);
    assertTrue(difference > 0, "another precision gives other numbers");
    assertTrue(difference <= tolerance, "luminance differs by " + difference + " in the mean");
  }

  private static List<float[]> edited(
      Pack pack, EditingMethod method, Precision precision, int times) {
    float[] luminance = new float[64 * 64];
    for (int i = 0; i < luminance.length; i++) {
      luminance[i] = (float) (0.5 + 0.3 * Math.sin(i / 300.0) * Math.cos(i % 64 / 7.0));
    }
    Film film = new Film(64, 64, luminance);
    List<EditRequest> requests =
        List.of(EditRequest.parse("add-pleural-effusion", pack.findings()));
    EditOptions options = EditOptions.seeded(1).by(method);
    try (CounterfactualEditor editor =
        CounterfactualEditors.open(pack, EditorSettings.in(precision))) {
      List<float[]> edited = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        edited.add(editor.edit(film, requests, options, Progress.NONE).get(0).film().luminance());
      }
      return edited;
    } catch (PackException | EditException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void deviceDecidesWhereNothingIsSaid() {
    assertEquals(Precision.FP32, EditorSettings.BY_DEVICE.precision(Device.cpu()));
    assertEquals(Precision.FP16, EditorSettings.BY_DEVICE.precision(Device.gpu()));
    assertEquals(Precision.BF16, EditorSettings.in(Precision.BF16).precision(Device.cpu()));
  }
}
