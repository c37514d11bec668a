// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.fixture.ResidentMemory;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.fixture.TinyPacks.Ending;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;

/** Edits leave no native memory behind, which no garbage collector would see. */
class EditorMemoryTest {

  /**
   * Edits of each of three rounds: one tensor left behind by each would show as 1.5 MiB at least.
   */
  private static final int EDITS = 30;

  private static final double MOST_MEBIBYTES = 1;

  /** Null-text takes ten gradients a step, InfEdit twelve steps: fewer edits show more. */
  private static final int EDITS_OF_MANY_STEPS = 20;

  private static final double MOST_MEBIBYTES_OF_MANY_STEPS = 2;

  @TempDir private Path folder;

  @Test
  void conditionedEditsDoNotGrow() throws Exception {
    TinyPacks.imageConditioned(folder, new Ending(-0.4f, -5, 1), 2, 2.0);
    assertFlat(EditOptions.seeded(1), EDITS, MOST_MEBIBYTES);
  }

  @ParameterizedTest
  @CsvSource({
    "NULL_TEXT, 1, " + EDITS_OF_MANY_STEPS + "," + MOST_MEBIBYTES_OF_MANY_STEPS,
    "NEGATIVE_PROMPT, 2, " + EDITS + "," + MOST_MEBIBYTES,
    "DIRECT, 2, " + EDITS + "," + MOST_MEBIBYTES,
    "VIRTUAL, 2, " + EDITS + "," + MOST_MEBIBYTES,
    "INFEDIT, 2, " + EDITS_OF_MANY_STEPS + "," + MOST_MEBIBYTES_OF_MANY_STEPS
  })
  void inversionEditsDoNotGrow(EditingMethod method, int steps, int edits, double most)
      throws Exception {
    TinyPacks.inversion(folder, steps, 7.5);
    assertFlat(EditOptions.seeded(1).by(method), edits, most);
  }

  private void assertFlat(EditOptions options, int edits, double most) throws Exception {
    Path manifest = folder.resolve("pack.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"resolution\":64", "\"resolution\":32"));
    Pack pack = Pack.load(TinyPacks.unlimited(folder));
    EditRequest request = EditRequest.parse("add-pleural-effusion", pack.findings());
    float[] luminance = new float[32 * 32];
    Arrays.fill(luminance, 0.5f);
    Film film = new Film(32, 32, luminance);
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      double growth =
          ResidentMemory.growthInMebibytes(
              edits, () -> editor.edit(film, List.of(request), options, Progress.NONE));
      System.out.printf("%s: %.1f MiB more after %d edits%n", options.method(), growth, edits);
      assertTrue(growth < most, "memory grew by " + growth + " MiB over " + edits + " edits");
    }
  }
}
