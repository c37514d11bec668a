// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.models.audit.Intention;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.fixture.TinyPacks.Ending;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;

/** A finding is added in the size and on the side that a request states. */
class PlacementTest {

  @TempDir private Path folder;

  @BeforeEach
  void aPackThatAddsEffusionsInSizesAndOnSides() throws Exception {
    TinyPacks.imageConditioned(folder, new Ending(-0.4f, 20, 0));
    Path manifest = folder.resolve("pack.json");
    String both = "\"directions\":[\"remove\",\"add\"]";
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace(both, both + ",\"sizes\":[\"small\"],\"sides\":[\"left\",\"right\"]"));
  }

  @ParameterizedTest
  @CsvSource({
    "add-pleural-effusion, add pleural effusion, add pleural effusion",
    "add-left-pleural-effusion, add left pleural effusion, add right pleural effusion",
    "add-small-pleural-effusion, add small pleural effusion, add small pleural effusion",
    "add-small-right-pleural-effusion, add small right pleural effusion,"
        + " add small left pleural effusion"
  })
  void theCaptionSaysSizeAndSideAndIsMirroredWithTheFilm(
      String edit, String caption, String mirrored) throws Exception {
    EditOptions options = EditOptions.seeded(1);
    Counterfactual made = made(edit, options);
    assertEquals(edit, made.edit().name());
    assertEquals(caption, made.parameters().targetCaption());
    EditOptions ofMirrored =
        new EditOptions(1, options.method(), options.masks(), options.view(), true);
    assertEquals(mirrored, made(edit, ofMirrored).parameters().targetCaption());
  }

  @Test
  void theCaptionsOfAnEditSayItBeforeAnyFilmIsSeen() throws Exception {
    Pack pack = Pack.load(folder);
    EditRequest request = EditRequest.parse("add-small-left-pleural-effusion", pack.findings());
    assertEquals(
        "add small left pleural effusion", EditCaptions.of(List.of(request), pack).get(0).target());
  }

  @Test
  void aSizeThatThePackLacksIsRefused() {
    EditException refusal =
        assertThrows(
            EditException.class, () -> made("add-large-pleural-effusion", EditOptions.seeded(1)));
    assertTrue(
        refusal.getMessage().contains("can't do add-large-pleural-effusion"), refusal.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "remove-small-pleural-effusion",
    "toggle-left-pleural-effusion",
    "add-left-small-pleural-effusion"
  })
  void noEditIsCalledSo(String name) throws Exception {
    Pack pack = Pack.load(folder);
    assertThrows(IllegalArgumentException.class, () -> EditRequest.parse(name, pack.findings()));
  }

  @Test
  void aPlacedAdditionIsMeantToRaiseItsFinding() {
    assertEquals(
        Optional.of(new Intention(Direction.ADD, "Pleural Effusion")),
        Intention.of("add-small-left-pleural-effusion", List.of("Edema", "Pleural Effusion")));
    assertEquals(Optional.empty(), Intention.of("remove-left-edema", List.of("Edema")));
  }

  private Counterfactual made(String edit, EditOptions options) throws Exception {
    Pack pack = Pack.load(folder);
    float[] luminance = new float[64 * 64];
    Arrays.fill(luminance, 0.5f);
    try (CounterfactualEditor editor = CounterfactualEditors.open(pack)) {
      return editor
          .edit(
              new Film(64, 64, luminance),
              List.of(EditRequest.parse(edit, pack.findings())),
              options,
              Progress.NONE)
          .get(0);
    }
  }
}
