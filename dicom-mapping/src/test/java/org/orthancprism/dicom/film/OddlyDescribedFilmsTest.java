// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.PixelDescription;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.dicom.selection.Selection;
import org.orthancprism.dicom.testhelper.Films;

/** Films whose pixels are described with a slip of the pen are taken for what they are. */
class OddlyDescribedFilmsTest {

  private static Dataset film(UnaryOperator<DatasetBuilder> change) {
    return change.apply(Films.computed(70, 65, 12, false)).build();
  }

  private static Attribute text(Tag tag, Vr vr, String value) {
    return new Attribute.Text(tag, vr, List.of(value));
  }

  private static Dataset withPhotometric(String written) {
    return film(film -> film.add(text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, written)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"monochrome1", " MONOCHROME1", "MONOCHROME 1", "Monochrome_1", "MONOCHROME1\0"})
  void thePhotometricInterpretationIsToldByItsLetters(String written) throws FilmException {
    Dataset film = withPhotometric(written);
    assertInstanceOf(Selection.Eligible.class, new FilmSelector().select(film));
    Radiograph inverted = Radiograph.of(film, new StoredPixels(70, 65, new int[70 * 65]));
    Radiograph same =
        Radiograph.of(withPhotometric("MONOCHROME1"), new StoredPixels(70, 65, new int[70 * 65]));
    assertEquals(same.luminanceOf(100), inverted.luminanceOf(100));
  }

  @Test
  void aFilmOfOneSampleWithoutPhotometricInterpretationIsGrayscale() throws FilmException {
    Dataset film = film(one -> one.remove(Tag.PHOTOMETRIC_INTERPRETATION));
    assertInstanceOf(Selection.Eligible.class, new FilmSelector().select(film));
    assertEquals("MONOCHROME2", PixelDescription.photometricInterpretation(film));
    Dataset colour =
        film(one -> one.remove(Tag.PHOTOMETRIC_INTERPRETATION).set(Tag.SAMPLES_PER_PIXEL, 3));
    assertFalse(PixelDescription.isGrayscale(colour));
    assertInstanceOf(Selection.PassedOver.class, new FilmSelector().select(colour));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RGB", "rgb", "YBR_FULL_422", "MONOCHROME3", "MONO", "XYZ"})
  void whatIsNotGrayscaleIsPassedOverInWhateverCase(String written) {
    assertInstanceOf(
        Selection.PassedOver.class, new FilmSelector().select(withPhotometric(written)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "", "00", "1.0"})
  void aNumberOfFramesBelowOneIsOne(String written) {
    Dataset film = film(one -> one.add(text(Tag.NUMBER_OF_FRAMES, Vr.IS, written)));
    assertInstanceOf(Selection.Eligible.class, new FilmSelector().select(film));
  }
}
