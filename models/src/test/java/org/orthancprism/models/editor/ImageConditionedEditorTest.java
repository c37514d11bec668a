// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.counterfactual.EditParameters;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Polygon;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.fixture.TinyPacks.Ending;
import org.orthancprism.models.inversion.LatentMasks;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.FindingEdit;
import org.orthancprism.models.request.Toggle;

class ImageConditionedEditorTest {

  private static final Ending RANDOM = new Ending(-0.4f, -5, 1);
  private static final Ending EVERYWHERE = new Ending(-0.4f, 20, 0);
  private static final Ending NOWHERE = new Ending(-0.4f, -20, 0);

  @TempDir private Path folder;

  @Test
  void outsideOfTheMaskTheLuminanceIsTheSourcesBitForBit() throws Exception {
    Film film = film(211, 167);
    try (CounterfactualEditor editor = editor(RANDOM)) {
      Counterfactual result = editor.edit(film, remove(devices()), 3, Progress.NONE);
      int changed = 0;
      for (int i = 0; i < film.luminance().length; i++) {
        if (result.mask().weights()[i] == 0) {
          assertEquals(
              Float.floatToRawIntBits(film.luminance()[i]),
              Float.floatToRawIntBits(result.film().luminance()[i]));
        } else {
          changed += result.film().luminance()[i] != film.luminance()[i] ? 1 : 0;
        }
      }
      double share = result.mask().changedShare();
      assertTrue(share > 0.01 && share < 0.99, "the random mask covers " + share);
      assertTrue(changed > 0.9 * share * film.luminance().length, "the mask changes the film");
    }
  }

  @Test
  void sameSeedGivesTheSameBitsAndAnotherSeedAnotherGrain() throws Exception {
    Film film = film(256, 200);
    try (CounterfactualEditor editor = editor(RANDOM)) {
      float[] first = editor.edit(film, remove(devices()), 3, Progress.NONE).film().luminance();
      float[] again = editor.edit(film, remove(devices()), 3, Progress.NONE).film().luminance();
      float[] other = editor.edit(film, remove(devices()), 4, Progress.NONE).film().luminance();
      assertArrayEquals(first, again);
      assertFalse(Arrays.equals(first, other));
    }
  }

  @Test
  void changeIsTheMaskTimesTheResidual() throws Exception {
    Film film = film(96, 64);
    try (CounterfactualEditor editor = editor(EVERYWHERE)) {
      assertTrue(editor.roundTrip(film).isEmpty(), "there is no autoencoder");
      Counterfactual result = editor.edit(film, remove(effusion()), 0, Progress.NONE);
      assertEquals(1, result.mask().changedShare());
      for (int i = 0; i < film.luminance().length; i++) {
        // A residual of -0.4 on the scale from -1 to 1 is -0.2 of luminance.
        assertEquals(film.luminance()[i] - 0.2f, result.film().luminance()[i], 1e-5f);
      }
    }
  }

  @Test
  void aSoftFindingsChangeHasNoPatternOfTheNetworksFold() throws Exception {
    Film film = film(64, 48);
    try (CounterfactualEditor editor = editor(new Ending(-0.4f, 20, 0.3f))) {
      Film soft = editor.edit(film, remove(effusion()), 0, Progress.NONE).film();
      double pattern = alternation(Plane.of(soft).minus(Plane.of(film)));
      // The random network alone makes one of 0.65.
      assertTrue(pattern < 0.005, "every second pixel differs by " + pattern);
    }
  }

  /** How much of a change repeats every two pixels along its rows; slopes count nothing. */
  private static double alternation(Plane change) {
    double sum = 0;
    int count = 0;
    for (int row = 2; row < change.rows() - 2; row++) {
      for (int column = 2; column < change.columns() - 2; column++) {
        double around = (change.at(row, column - 1) + change.at(row, column + 1)) / 2;
        sum += (column % 2 == 0 ? 1 : -1) * (change.at(row, column) - around);
        count++;
      }
    }
    return Math.abs(sum / count);
  }

  @Test
  void emptyMaskLeavesTheFilmAsItIs() throws Exception {
    Film film = film(96, 64);
    try (CounterfactualEditor editor = editor(NOWHERE)) {
      Counterfactual result = editor.edit(film, remove(devices()), 0, Progress.NONE);
      assertEquals(0, result.mask().changedShare());
      assertArrayEquals(film.luminance(), result.film().luminance());
    }
  }

  @Test
  void nothingChangesOutsideOfTheEditMaskOrInsideOfTheKeepMask() throws Exception {
    Film film = film(96, 64);
    List<Polygon> left = List.of(rectangle(0, 0, 32, 96));
    List<Polygon> top = List.of(rectangle(0, 0, 64, 10));
    EditOptions options = EditOptions.seeded(0).within(LatentMasks.of(left, top, 96, 64));
    try (CounterfactualEditor editor = editor(EVERYWHERE)) {
      List<EditRequest> requests = List.of(remove(effusion()));
      Counterfactual made = editor.edit(film, requests, options, Progress.NONE).get(0);
      for (int i = 0; i < film.luminance().length; i++) {
        boolean mayChange = i % 64 < 32 && i / 64 >= 10;
        assertEquals(mayChange, film.luminance()[i] != made.film().luminance()[i], "pixel " + i);
      }
    }
  }

  private static Polygon rectangle(int left, int top, int right, int bottom) {
    return new Polygon(
        List.of(
            new Polygon.Vertex(left, top),
            new Polygon.Vertex(right, top),
            new Polygon.Vertex(right, bottom),
            new Polygon.Vertex(left, bottom)));
  }

  @Test
  void toggleRemovesWhatIsThereAndElseAddsIt() throws Exception {
    Film film = film(96, 64);
    EditRequest toggle = new Toggle(effusion());
    try (CounterfactualEditor editor = editor(EVERYWHERE)) {
      Counterfactual result = editor.edit(film, toggle, 0, Progress.NONE);
      assertSame(Direction.REMOVE, ((FindingEdit) result.edit()).direction());
      assertEquals("remove pleural effusion", result.parameters().targetCaption());
    }
  }

  @Test
  void toggleAddsWhereThereIsNothingToRemove() throws Exception {
    EditRequest toggle = new Toggle(effusion());
    try (CounterfactualEditor editor = editor(NOWHERE)) {
      Counterfactual result = editor.edit(film(96, 64), toggle, 0, Progress.NONE);
      assertSame(Direction.ADD, ((FindingEdit) result.edit()).direction());
      assertEquals("add pleural effusion", result.parameters().targetCaption());
    }
  }

  @Test
  void manyGuidedStepsReportEachOfThem() throws Exception {
    TinyPacks.imageConditioned(folder, RANDOM, 4, 2.5);
    try (CounterfactualEditor editor = CounterfactualEditors.open(Pack.load(folder))) {
      List<String> reports = new ArrayList<>();
      Counterfactual result =
          editor.edit(
              film(80, 80), remove(devices()), 5, (done, total) -> reports.add(done + "/" + total));
      assertEquals(List.of("1/5", "2/5", "3/5", "4/5", "5/5"), reports);
      assertEquals(
          new EditParameters(
              "image-conditioned", "", "remove support devices", 5, 4, 2.5, Optional.empty()),
          result.parameters());
    }
  }

  @Test
  void progressCancelsByThrowing() throws Exception {
    try (CounterfactualEditor editor = editor(RANDOM)) {
      IllegalStateException cancelled = new IllegalStateException("cancelled");
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  editor.edit(
                      film(64, 64),
                      remove(devices()),
                      0,
                      (done, total) -> {
                        throw cancelled;
                      }));
      assertSame(cancelled, thrown);
      editor.edit(film(64, 64), remove(devices()), 0, Progress.NONE);
    }
  }

  @Test
  void luminanceOutsideOfTheWindowIsKeptOutsideOfTheMask() throws Exception {
    Film film = film(64, 64);
    film.luminance()[5] = -3.5f;
    film.luminance()[6] = 7.25f;
    try (CounterfactualEditor editor = editor(NOWHERE)) {
      float[] result = editor.edit(film, remove(devices()), 0, Progress.NONE).film().luminance();
      assertEquals(-3.5f, result[5]);
      assertEquals(7.25f, result[6]);
    }
  }

  @Test
  void requestsThatCantBeMetSayWhy() throws Exception {
    Film broken = film(64, 64);
    broken.luminance()[9] = Float.NaN;
    Finding unknown = new Finding("Fracture", "1", "SCT", "Fracture");
    try (CounterfactualEditor editor = editor(RANDOM)) {
      assertRefused(editor, film(31, 64), remove(devices()), "31x64");
      assertRefused(editor, broken, remove(devices()), "not a number");
      assertRefused(editor, film(64, 64), remove(unknown), "Fracture");
      EditRequest add = new FindingEdit(Direction.ADD, devices());
      assertRefused(editor, film(64, 64), add, "can only remove");
      EditRequest toggle = new Toggle(devices());
      assertRefused(editor, film(64, 64), toggle, "can only remove");
    }
  }

  private static void assertRefused(
      CounterfactualEditor editor, Film film, EditRequest request, String reason) {
    EditException refusal =
        assertThrows(EditException.class, () -> editor.edit(film, request, 0, Progress.NONE));
    assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
  }

  private CounterfactualEditor editor(Ending ending) throws PackException {
    return CounterfactualEditors.open(
        Pack.load(TinyPacks.unlimited(TinyPacks.imageConditioned(folder, ending))));
  }

  private static Film film(int rows, int columns) {
    Random random = new Random(rows * 31L + columns);
    float[] luminance = new float[rows * columns];
    for (int i = 0; i < luminance.length; i++) {
      double wave = 0.3 * Math.sin(i / columns / 9.0) * Math.cos(i % columns / 7.0);
      luminance[i] = (float) (0.5 + wave + 0.02 * random.nextGaussian());
    }
    return new Film(rows, columns, luminance);
  }

  private static EditRequest remove(Finding finding) {
    return new FindingEdit(Direction.REMOVE, finding);
  }

  private static Finding devices() {
    return new Finding("Support Devices", "Device", "SCT", "Support Devices");
  }

  private static Finding effusion() {
    return new Finding("Pleural Effusion", "60046008", "SCT", "Pleural Effusion");
  }
}
