// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.attention.Counterparts;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.editor.CounterfactualEditor;
import org.orthancprism.models.editor.CounterfactualEditors;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.fixture.TinyStableDiffusion;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.PromptEdit;

/** A pack whose tokenizer parts words as CLIP's does, edited by words in each other's place. */
class ImportedEditingTest {

  @TempDir private Path folder;

  @Test
  void swappedWordsTakeTheMapsOfThoseInTheirPlaceWhereThePackSaysSo() throws Exception {
    PromptEdit request =
        new PromptEdit("swap", "chest x-ray showing edema", "chest x-ray showing effusion");
    Counterfactual refined = only(imported("refine").withSteps(3), request);
    Counterfactual replaced = only(imported("replace").withSteps(3), request);
    assertEquals(
        List.of(Counterparts.REFINE, Counterparts.REPLACE),
        Stream.of(refined, replaced)
            .map(made -> made.parameters().attention().orElseThrow().counterparts())
            .toList());
    assertFalse(Arrays.equals(refined.film().luminance(), replaced.film().luminance()));
    PackException refusal = assertThrows(PackException.class, () -> imported("swap"));
    assertTrue(refusal.getMessage().contains("refine, replace"), refusal.getMessage());
  }

  /** A pack with CLIP's way to part words, that treats cross-attention so. */
  private Pack imported(String crossAttention) throws Exception {
    Path base = TinyStableDiffusion.write(folder.resolve(crossAttention + "-base"));
    Path pack = folder.resolve(crossAttention);
    PackImport.run(
        new ImportRequest(
            base,
            Optional.empty(),
            Optional.empty(),
            ImportRequest.Weights.LINK,
            Optional.empty(),
            Optional.empty(),
            new ImportRequest.Identity("tiny", "1", "GPL-3.0-or-later")),
        pack,
        (what, done, total) -> {});
    Path manifest = pack.resolve("pack.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest,
        text.replace(
            "\"crossReplace\"",
            "\"crossAttention\": \"%s\", \"crossReplace\"".formatted(crossAttention)));
    return Pack.load(pack);
  }

  private static Counterfactual only(Pack pack, EditRequest request) throws Exception {
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      return editor.edit(film(64, 64), request, 1, Progress.NONE);
    }
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
