// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.edit.SyntheticLabel;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.testhelper.Films;

/** What is written of how a film is shown. */
class FilmPresentationTest {

  private static DatasetBuilder film() {
    return Films.computed(100, 80, 12, false)
        .set(Tag.WINDOW_CENTER, 2000)
        .set(Tag.WINDOW_WIDTH, 900);
  }

  private static DatasetBuilder film(Tag tag, String... values) {
    return film().add(new Attribute.Text(tag, Vr.DS, List.of(values)));
  }

  private static Dataset image(DatasetBuilder film) {
    return Films.counterfactual(Films.radiograph(film.build())).dataset();
  }

  private static Dataset state(DatasetBuilder film) {
    Radiograph read = Films.radiograph(film.build());
    EditContours contours = EditContours.of(Films.edit(read, Films.REMOVE_EFFUSION));
    return ContourPresentationState.of(read, List.of(contours), Films.origin()).dataset();
  }

  private static Dataset window(DatasetBuilder film) {
    return state(film).items(Tag.SOFTCOPY_VOILUT_SEQUENCE).get(0);
  }

  @ParameterizedTest
  @CsvSource({"8, 8", "10, 16", "16, 16"})
  void eightBitsAreAllocatedWhereEightAreStored(int stored, int allocated) {
    Dataset image = image(Films.computed(100, 80, stored, false));
    assertEquals(allocated, image.integer(Tag.BITS_ALLOCATED).orElseThrow());
    assertEquals(100 * 80 * allocated / 8, image.bytes(Tag.PIXEL_DATA).orElseThrow().length);
  }

  @Test
  void aSlopeOfTooManyCharactersIsWrittenWithThoseThatFitBesideItsIntercept() {
    DatasetBuilder film =
        film(Tag.RESCALE_SLOPE, "0.24420024420024421").set(Tag.RESCALE_INTERCEPT, -1024);
    for (Dataset made : List.of(image(film), state(film))) {
      double slope = made.decimal(Tag.RESCALE_SLOPE).orElseThrow();
      double intercept = made.decimal(Tag.RESCALE_INTERCEPT).orElseThrow();
      assertEquals(1000.0 / 4095, slope, 1e-9);
      assertEquals(-1024, intercept, 2e-6);
      // DCMTK shows the largest value as anything if it does not become a whole number.
      assertEquals(-24.0, slope * 4095 + intercept);
      assertTrue(made.string(Tag.RESCALE_SLOPE).orElseThrow().length() <= 16);
      assertTrue(made.string(Tag.RESCALE_INTERCEPT).orElseThrow().length() <= 16);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, -1024", "NaN, -1024", "2, none", "'', -1024", "2, ''", "1e300, 0"})
  void slopeAndInterceptAreWrittenTogetherOrNotAtAll(String slope, String intercept) {
    DatasetBuilder film =
        film(Tag.RESCALE_SLOPE, slope)
            .add(new Attribute.Text(Tag.RESCALE_INTERCEPT, Vr.DS, List.of(intercept)));
    for (Dataset made : List.of(image(film), state(film))) {
      assertFalse(made.contains(Tag.RESCALE_SLOPE));
      assertFalse(made.contains(Tag.RESCALE_INTERCEPT));
    }
    assertArrayEquals(
        Films.radiograph(film().build()).luminance(), Films.radiograph(film.build()).luminance());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "-5", "NaN", ""})
  void aFilmWithoutUsableWindowGetsTheOneByWhichItIsShownInImageAndState(String width) {
    DatasetBuilder film = film(Tag.WINDOW_WIDTH, width);
    for (Dataset made : List.of(image(film), window(film))) {
      assertEquals(List.of(2048.0), made.decimals(Tag.WINDOW_CENTER));
      assertEquals(List.of(4096.0), made.decimals(Tag.WINDOW_WIDTH));
    }
  }

  @Test
  void onlyWindowsThatCanBeUsedAreWrittenWithWhatTheyAreFor() {
    DatasetBuilder film =
        film(Tag.WINDOW_CENTER, "1000", "2000,5", "1234.56789012345678", "7")
            .add(new Attribute.Text(Tag.WINDOW_WIDTH, Vr.DS, List.of("0", "900", "800", "NaN")))
            .set(Tag.WINDOW_CENTER_WIDTH_EXPLANATION, "ONE", "TWO", "THREE", "FOUR")
            .set(Tag.VOILUT_FUNCTION, "LOGARITHMIC");
    Dataset image = image(film);
    assertEquals(List.of("2000.5", "1234.56789012346"), image.strings(Tag.WINDOW_CENTER));
    assertEquals(List.of("900", "800"), image.strings(Tag.WINDOW_WIDTH));
    assertEquals(List.of("TWO", "THREE"), image.strings(Tag.WINDOW_CENTER_WIDTH_EXPLANATION));
    assertFalse(image.contains(Tag.VOILUT_FUNCTION));
    assertEquals(List.of("2000.5"), window(film).strings(Tag.WINDOW_CENTER));
  }

  @Test
  void theShapeOfPixelsIsKeptAndNoSpacingMadeOfIt() {
    DatasetBuilder film = film(Tag.PIXEL_ASPECT_RATIO, "2", "1");
    Dataset image = image(film);
    assertEquals(List.of("2", "1"), image.strings(Tag.PIXEL_ASPECT_RATIO));
    assertFalse(image.contains(Tag.PIXEL_SPACING));
    Dataset area = state(film).items(Tag.DISPLAYED_AREA_SELECTION_SEQUENCE).get(0);
    assertEquals(List.of("2", "1"), area.strings(Tag.PRESENTATION_PIXEL_ASPECT_RATIO));
    assertFalse(area.contains(Tag.PRESENTATION_PIXEL_SPACING));
  }

  @ParameterizedTest
  @CsvSource({"1.5, 1, 15000, 10000", "0, 1, 1, 1", "x, 1, 1, 1", "0.5, 0.25, 20000, 10000"})
  void aRatioThatIsNotOfWholeNumbersIsMadeSoAndAnImpossibleOneIsSquare(
      String vertical, String horizontal, String one, String other) {
    Dataset area =
        state(film(Tag.PIXEL_ASPECT_RATIO, vertical, horizontal))
            .items(Tag.DISPLAYED_AREA_SELECTION_SEQUENCE)
            .get(0);
    assertEquals(List.of(one, other), area.strings(Tag.PRESENTATION_PIXEL_ASPECT_RATIO));
  }

  @Test
  void spacingsAreWrittenValidlyAndGoBeforeAnAspectRatio() {
    DatasetBuilder film =
        film(Tag.IMAGER_PIXEL_SPACING, "0,143", "0.14300000000000000001")
            .set(Tag.PIXEL_ASPECT_RATIO, "2", "1");
    Dataset image = image(film);
    assertEquals(List.of("0.143", "0.143"), image.strings(Tag.IMAGER_PIXEL_SPACING));
    assertEquals(List.of("0.143", "0.143"), image.strings(Tag.PIXEL_SPACING));
    assertFalse(image.contains(Tag.PIXEL_ASPECT_RATIO));
    DatasetBuilder none = film(Tag.PIXEL_SPACING, "NaN", "0.143");
    assertFalse(image(none).contains(Tag.PIXEL_SPACING));
  }

  @Test
  void paddingThatCannotBeStoredPadsNothing() {
    DatasetBuilder film = film().set(Tag.PIXEL_PADDING_VALUE, Vr.US, 65535);
    assertArrayEquals(
        Films.radiograph(film().build()).luminance(), Films.radiograph(film.build()).luminance());
    assertFalse(image(film).contains(Tag.PIXEL_PADDING_VALUE));
  }

  /** Values from 500 to 3000 under a window from 0 to 4095. */
  private static Radiograph pale() {
    byte[] words = new byte[2 * 200 * 160];
    for (int i = 0; i < 200 * 160; i++) {
      int value = 500 + i % 160 * 2500 / 159;
      words[2 * i] = (byte) value;
      words[2 * i + 1] = (byte) (value >> 8);
    }
    return Films.radiograph(
        Films.computed(200, 160, 12, false)
            .set(Tag.WINDOW_CENTER, 2048)
            .set(Tag.WINDOW_WIDTH, 4096)
            .setBytes(Tag.PIXEL_DATA, Vr.OW, words)
            .build());
  }

  @Test
  void noEditAndNoLabelGoesBeyondTheFilmsValues() {
    Radiograph film = pale();
    float[] luminance = film.luminance();
    float[] weights = new float[luminance.length];
    for (int i = 80 * 160; i < 90 * 160; i++) {
      luminance[i] = i % 2;
      weights[i] = 1;
    }
    FilmEdit edit =
        new FilmEdit(film, film.storedValues(luminance, weights), Films.REMOVE_EFFUSION);
    int[] values = written(edit, SyntheticLabel.of(edit));
    assertEquals(500, Arrays.stream(values).min().orElseThrow());
    assertEquals(3000, Arrays.stream(values).max().orElseThrow());
    assertTrue(SyntheticLabel.of(edit).isPresent());
  }

  @Test
  void onePixelKeepsAGreatestValueThatAnEditWouldHaveTakenAwayEverywhere() {
    Radiograph film = pale();
    int[] edited = film.pixels().values();
    for (int i = 0; i < edited.length; i++) {
      edited[i] = Math.min(edited[i], 2900);
    }
    FilmEdit edit = new FilmEdit(film, new StoredPixels(200, 160, edited), Films.REMOVE_EFFUSION);
    int[] values = written(edit, Optional.empty());
    assertEquals(1, Arrays.stream(values).filter(value -> value == 3000).count());
    assertEquals(0, Arrays.stream(values).filter(value -> value > 3000).count());
  }

  private static int[] written(FilmEdit edit, Optional<SyntheticLabel> label) {
    return Films.radiograph(CounterfactualImage.of(edit, label, Films.origin())).pixels().values();
  }
}
