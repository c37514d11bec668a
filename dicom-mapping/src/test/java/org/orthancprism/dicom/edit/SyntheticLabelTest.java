// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.result.CounterfactualImage;
import org.orthancprism.dicom.testhelper.Films;

class SyntheticLabelTest {

  private static FilmEdit edit(DatasetBuilder film) {
    return Films.edit(Films.radiograph(film.build()), Films.REMOVE_EFFUSION);
  }

  private static Radiograph labelled(FilmEdit edit) {
    return Films.radiograph(
        CounterfactualImage.of(edit, SyntheticLabel.of(edit), Films.origin()).dataset());
  }

  @ParameterizedTest
  @CsvSource({"8, false", "12, false", "12, true", "16, false", "16, true"})
  void outsideOfEditAndLabelStoredValuesAreTheSources(int bits, boolean signed) {
    FilmEdit edit = edit(Films.computed(240, 200, bits, signed));
    PixelArea area = SyntheticLabel.of(edit).orElseThrow().area();
    int[] source = edit.source().pixels().values();
    int[] written = labelled(edit).pixels().values();
    int labelled = 0;
    for (int i = 0; i < written.length; i++) {
      if (area.contains(i / 200, i % 200)) {
        labelled += written[i] == source[i] ? 0 : 1;
      } else {
        assertEquals(edit.pixels().value(i), written[i], "pixel " + i);
      }
    }
    assertTrue(labelled > area.rows() * area.columns() / 2, "labelled " + labelled);
  }

  @Test
  void itCoversNothingThatWasChanged() {
    FilmEdit edit = edit(Films.computed(240, 200, 12, false));
    PixelArea area = SyntheticLabel.of(edit).orElseThrow().area();
    for (int pixel = 0; pixel < 240 * 200; pixel++) {
      assertFalse(edit.isChanged(pixel) && area.contains(pixel / 200, pixel % 200));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MONOCHROME1", "MONOCHROME2"})
  void itsLettersAreWhiteOnBlackInTheFilmsOwnWindow(String photometric) {
    FilmEdit edit =
        edit(
            Films.computed(240, 200, 12, false)
                .set(Tag.PHOTOMETRIC_INTERPRETATION, photometric)
                .set(Tag.WINDOW_CENTER, 2000)
                .set(Tag.WINDOW_WIDTH, 1500)
                .set(Tag.PIXEL_PADDING_VALUE, Vr.US, 4095));
    SyntheticLabel label = SyntheticLabel.of(edit).orElseThrow();
    float[] luminance = labelled(edit).luminance();
    PixelArea area = label.area();
    for (int row = area.row(); row < area.row() + area.rows(); row++) {
      for (int column = area.column(); column < area.column() + area.columns(); column++) {
        assertEquals(label.isInk(row, column) ? 1 : 0, luminance[row * 200 + column], 0.01);
      }
    }
  }

  /** The letters take the same share of the film, so that they stay legible at any size. */
  @ParameterizedTest
  @CsvSource({"512, 512", "1000, 800", "2500, 2048", "4000, 4000"})
  void itsSizeGrowsWithTheFilms(int rows, int columns) {
    FilmEdit edit = edit(Films.computed(rows, columns, 12, false));
    SyntheticLabel label = SyntheticLabel.of(edit).orElseThrow();
    double letter = 7.0 * label.dot() / Math.min(rows, columns);
    assertTrue(letter > 0.012 && letter < 0.022, "height of a letter: " + letter);
    assertTrue(label.area().row() + label.area().rows() <= rows);
    assertTrue(label.area().column() + label.area().columns() <= columns);
  }

  @Test
  void itLiesInTheCornerOfAChestFilmThatShowsLeast() {
    Radiograph film = Films.radiograph(Films.digital(false));
    FilmEdit edit = new FilmEdit(film, film.pixels(), Films.REMOVE_EFFUSION);
    PixelArea area = SyntheticLabel.of(edit).orElseThrow().area();
    boolean atTheEdge = area.row() <= 4 || area.row() + area.rows() >= film.rows() - 4;
    assertTrue(atTheEdge, area.toString());
  }

  /** Whoever placed a side marker placed it where nothing else is, and so would a label. */
  @Test
  void itCoversNoSideMarker() {
    byte[] words = new byte[2 * 240 * 200];
    for (int pixel = 0; pixel < 240 * 200; pixel++) {
      int row = pixel / 200;
      int column = pixel % 200;
      boolean beam = row < 60 && column % 40 >= 10 && column % 40 < 13 && row % 30 >= 8;
      boolean foot = row < 60 && column % 40 >= 10 && column % 40 < 22 && row % 30 >= 27;
      int value = beam || foot ? 3500 : row < 60 ? 200 : 2600;
      words[2 * pixel] = (byte) value;
      words[2 * pixel + 1] = (byte) (value >> 8);
    }
    Radiograph film =
        Films.radiograph(
            Films.computed(240, 200, 12, false).setBytes(Tag.PIXEL_DATA, Vr.OW, words).build());
    FilmEdit edit = new FilmEdit(film, film.pixels(), Films.REMOVE_EFFUSION);
    PixelArea area = SyntheticLabel.of(edit).orElseThrow().area();
    assertTrue(area.row() >= 60, area.toString());
  }

  /** A marker's soft tip is no sharp border, but belongs to the marker. */
  @Test
  void itDoesNotTouchAMarkersSoftTip() {
    int rows = 240;
    int columns = 300;
    int tip = 151;
    byte[] words = new byte[2 * rows * columns];
    for (int pixel = 0; pixel < rows * columns; pixel++) {
      int row = pixel / columns;
      int column = pixel % columns;
      boolean marker = row >= 6 && row < 26 && row % 4 < 2 && column < tip;
      int ground = row < 80 ? 200 : 2600;
      int value = marker ? Math.max(ground, Math.min(2800, 400 * (tip - column))) : ground;
      words[2 * pixel] = (byte) value;
      words[2 * pixel + 1] = (byte) (value >> 8);
    }
    Radiograph film =
        Films.radiograph(
            Films.computed(rows, columns, 12, false)
                .setBytes(Tag.PIXEL_DATA, Vr.OW, words)
                .build());
    FilmEdit edit = new FilmEdit(film, film.pixels(), Films.REMOVE_EFFUSION);
    PixelArea area = SyntheticLabel.of(edit).orElseThrow().area();
    assertTrue(area.row() > 26 || area.column() > tip, area.toString());
    assertTrue(area.row() + area.rows() < 80, "in the dark: " + area);
  }

  @Test
  void itIsNotHiddenUnderAShutter() {
    FilmEdit edit =
        edit(
            Films.computed(400, 400, 12, false)
                .set(Tag.SHUTTER_SHAPE, "RECTANGULAR")
                .set(Tag.SHUTTER_LEFT_VERTICAL_EDGE, 100)
                .set(Tag.SHUTTER_RIGHT_VERTICAL_EDGE, 300)
                .set(Tag.SHUTTER_UPPER_HORIZONTAL_EDGE, 50)
                .set(Tag.SHUTTER_LOWER_HORIZONTAL_EDGE, 350));
    PixelArea area = SyntheticLabel.of(edit).orElseThrow().area();
    assertTrue(area.column() >= 99 && area.column() + area.columns() <= 300, area.toString());
    assertTrue(area.row() >= 49 && area.row() + area.rows() <= 350, area.toString());
  }

  @Test
  void theImageSaysThatItHasOneAndWhere() {
    FilmEdit edit = edit(Films.computed(240, 200, 12, false).set(Tag.BURNED_IN_ANNOTATION, "NO"));
    SyntheticLabel label = SyntheticLabel.of(edit).orElseThrow();
    Dataset with = CounterfactualImage.of(edit, Optional.of(label), Films.origin()).dataset();
    assertEquals("YES", with.string(Tag.BURNED_IN_ANNOTATION).orElse(""));
    String place =
        "Label burned in over columns "
            + (label.area().column() + 1)
            + " to "
            + (label.area().column() + label.area().columns());
    String derivation = with.string(Tag.DERIVATION_DESCRIPTION).orElse("");
    assertTrue(derivation.contains(place));
    assertEquals(Optional.of(label.area()), EditTexts.labelArea(derivation));
    Dataset without = CounterfactualImage.of(edit, Optional.empty(), Films.origin()).dataset();
    assertEquals("NO", without.string(Tag.BURNED_IN_ANNOTATION).orElse(""));
    assertFalse(without.string(Tag.DERIVATION_DESCRIPTION).orElse("").contains("Label"));
  }

  @Test
  void itTellsTheCautionOfWhatIsStoredAllTheSame() {
    EditDescription made = Films.REMOVE_EFFUSION;
    EditDescription withheld =
        new EditDescription(
            made.identity(),
            made.findingName(),
            made.finding(),
            made.change(),
            made.method(),
            made.sourceCaption(),
            made.targetCaption(),
            made.seed(),
            made.steps(),
            made.guidance(),
            made.masks(),
            new EditEnding(EditEnding.Status.WITHHELD, "place, amount", "failed"));
    assertEquals(3, SyntheticLabel.lines(made).size());
    assertEquals("CAUTION: place, amount", SyntheticLabel.lines(withheld).get(3));
  }

  @Test
  void itNamesTheFindingAndGetsNarrowOnASmallFilm() {
    assertEquals("Pleural effusion removed", SyntheticLabel.lines(Films.REMOVE_EFFUSION).get(2));
    FilmEdit narrow = edit(Films.computed(120, 90, 12, false));
    assertEquals(3, SyntheticLabel.of(narrow).orElseThrow().lettering().lines().size());
    assertEquals("DIAGNOSIS", SyntheticLabel.of(narrow).orElseThrow().lettering().lines().get(2));
    assertTrue(SyntheticLabel.of(edit(Films.computed(24, 24, 12, false))).isEmpty());
  }
}
