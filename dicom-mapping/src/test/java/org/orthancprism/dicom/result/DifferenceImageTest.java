// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.contour.Contour;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.edit.PixelArea;
import org.orthancprism.dicom.edit.SyntheticLabel;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.version.FilmVersion;

class DifferenceImageTest {
  private static final int SIZE = 400;

  /** Darker in the upper half, brighter in the lower, nothing changed in the right third. */
  private static FilmEdit edit(float change) {
    Radiograph film = Films.radiograph(Films.computed(SIZE, SIZE, 12, false).build());
    float[] luminance = film.luminance();
    float[] weights = new float[luminance.length];
    for (int i = 0; i < luminance.length; i++) {
      boolean left = i % SIZE < 2 * SIZE / 3;
      boolean middle = luminance[i] > 0.3 && luminance[i] < 0.7;
      weights[i] = left && middle ? 1 : 0;
      luminance[i] += i / SIZE < SIZE / 2 ? -change : change;
    }
    return new FilmEdit(film, film.storedValues(luminance, weights), Films.REMOVE_EFFUSION);
  }

  private static Dataset image(FilmEdit edit) {
    Dataset counterfactual =
        CounterfactualImage.of(edit, SyntheticLabel.of(edit), Films.origin()).dataset();
    return DifferenceImage.of(edit, counterfactual, true, Films.origin()).dataset();
  }

  private static int[] rgb(Dataset image, int row, int column) {
    byte[] bytes = image.bytes(Tag.PIXEL_DATA).orElseThrow();
    int at = 3 * (row * SIZE + column);
    return new int[] {bytes[at] & 255, bytes[at + 1] & 255, bytes[at + 2] & 255};
  }

  @Test
  void darkerIsBlueBrighterIsRedAndWhatIsUnchangedIsGrey() {
    Dataset image = image(edit(0.2f));
    int[] darker = rgb(image, 190, 100);
    assertTrue(darker[2] > darker[0] + 40, List.of(darker[0], darker[2]).toString());
    int[] brighter = rgb(image, 210, 100);
    assertTrue(brighter[0] > brighter[2] + 40, List.of(brighter[0], brighter[2]).toString());
    int[] unchanged = rgb(image, 200, SIZE - 20);
    assertEquals(unchanged[0], unchanged[2], 3);
    assertEquals(unchanged[0], unchanged[1], 3);
  }

  @Test
  void aFaintChangeIsShownOnAFinerScaleAndTheImageSaysSo() {
    assertTrue(description(image(edit(0.2f))).contains("25 % of the film's display window"));
    assertTrue(description(image(edit(0.04f))).contains("5 % of the film's display window"));
  }

  private static String description(Dataset image) {
    return image.string(Tag.DERIVATION_DESCRIPTION).orElse("");
  }

  @Test
  void itIsCodedAsASubtractionOfFilmAndCounterfactual() {
    FilmEdit edit = edit(0.2f);
    Dataset image = image(edit);
    assertTrue(
        Codes.PIXEL_BY_PIXEL_SUBTRACTION.matches(image.items(Tag.DERIVATION_CODE_SEQUENCE).get(0)));
    List<String> sources =
        image.items(Tag.SOURCE_IMAGE_SEQUENCE).stream()
            .map(item -> item.string(Tag.REFERENCED_SOP_INSTANCE_UID).orElse(""))
            .toList();
    String digest = Films.ALGORITHM.packDigest();
    FilmVersion film = edit.source().version();
    assertEquals(
        List.of(
            "1.2.3.4", DerivedUid.counterfactualImage(digest, Films.REMOVE_EFFUSION.name(), film)),
        sources);
    assertEquals(
        DerivedUid.image(
            DerivedUid.Role.DIFFERENCE_IMAGE, digest, Films.REMOVE_EFFUSION.name(), film),
        image.string(Tag.SOP_INSTANCE_UID).orElse(""));
    assertNotEquals(
        DerivedUid.series(
            DerivedUid.Role.COUNTERFACTUAL_SERIES,
            digest,
            Films.REMOVE_EFFUSION.name(),
            edit.source().dataset()),
        image.string(Tag.SERIES_INSTANCE_UID).orElse(""));
    assertEquals("YES", image.string(Tag.SYNTHETIC_DATA).orElse(""));
    assertEquals("YES", image.string(Tag.BURNED_IN_ANNOTATION).orElse(""));
    assertEquals(
        "Change: Pleural effusion removed - SYNTHETIC, not for diagnosis",
        image.string(Tag.SERIES_DESCRIPTION).orElse(""));
  }

  @Test
  void theLegendRunsFromBlueToRedOverTheBar() {
    FilmEdit edit = edit(0.2f);
    ChangeLegend legend = ChangeLegend.of(edit, true, 0.25).orElseThrow();
    ChangeColours colours = new ChangeColours(0.25);
    PixelArea area = legend.area();
    int bar = area.row() + (legend.lettering().rows() + 4) * legend.dot();
    int left = legend.rgb(bar, area.column() + 3 * legend.dot(), colours);
    int right = legend.rgb(bar, area.column() + area.columns() - 4 * legend.dot(), colours);
    assertTrue((left & 255) > (left >> 16) && (right >> 16) > (right & 255));
    assertEquals("-25%         0         +25%", legend.lettering().lines().get(4));
  }

  /** Letters are other values than the film's as well, but the edit did not make them. */
  @Test
  void theLabelThatTheCounterfactualCarriesIsNoChange() {
    FilmEdit edit = edit(0.2f);
    SyntheticLabel placed = SyntheticLabel.of(edit).orElseThrow();
    PixelArea area =
        new PixelArea(
            2, SIZE - 2 - placed.area().columns(), placed.area().rows(), placed.area().columns());
    SyntheticLabel label = new SyntheticLabel(placed.lettering(), area, placed.dot());
    Dataset counterfactual =
        CounterfactualImage.of(edit, Optional.of(label), Films.origin()).dataset();
    Dataset image = DifferenceImage.of(edit, counterfactual, true, Films.origin()).dataset();
    PixelArea legend = ChangeLegend.of(edit, true, 0.25).orElseThrow().area();
    int different = 0;
    for (int row = area.row(); row < area.row() + area.rows(); row++) {
      for (int column = area.column(); column < area.column() + area.columns(); column++) {
        assertFalse(legend.contains(row, column), "the legend lies elsewhere");
        int[] rgb = rgb(image, row, column);
        assertEquals(rgb[0], rgb[2], 3, "grey at row " + row + ", column " + column);
        different += word(counterfactual, row, column) == stored(edit, row, column) ? 0 : 1;
      }
    }
    assertTrue(different > area.rows() * area.columns() / 2, "labelled pixels: " + different);
    for (Contour contour : EditContours.of(edit).contours()) {
      for (int i = 0; i < contour.size(); i++) {
        assertFalse(area.contains((int) contour.row(i), (int) contour.column(i)));
      }
    }
  }

  private static int word(Dataset image, int row, int column) {
    byte[] bytes = image.bytes(Tag.PIXEL_DATA).orElseThrow();
    int at = 2 * (row * SIZE + column);
    return bytes[at] & 255 | (bytes[at + 1] & 255) << 8;
  }

  private static int stored(FilmEdit edit, int row, int column) {
    return edit.source().pixels().values()[row * SIZE + column];
  }
}
