// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.version;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.testhelper.AllResults;
import org.orthancprism.dicom.testhelper.Films;

/** When a film is another one under the same UID. */
class FilmVersionTest {

  private static DatasetBuilder film() {
    return Films.computed(100, 100, 12, false)
        .set(Tag.PATIENT_ID, "P1")
        .set(Tag.PATIENT_BIRTH_DATE, "19600101")
        .set(Tag.IMAGER_PIXEL_SPACING, 0.5, 0.25);
  }

  private static byte[] otherPixels() {
    byte[] pixels = film().build().bytes(Tag.PIXEL_DATA).orElseThrow().clone();
    pixels[pixels.length / 2] ^= 1;
    return pixels;
  }

  static Stream<Map.Entry<String, UnaryOperator<DatasetBuilder>>> corrections() {
    Map<String, UnaryOperator<DatasetBuilder>> corrections =
        Map.ofEntries(
            Map.entry("pixel", film -> film.setBytes(Tag.PIXEL_DATA, Vr.OW, otherPixels())),
            Map.entry("polarity", film -> film.set(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME1")),
            Map.entry("window", film -> film.set(Tag.WINDOW_CENTER, 1).set(Tag.WINDOW_WIDTH, 9)),
            Map.entry("spacing", film -> film.set(Tag.IMAGER_PIXEL_SPACING, 0.5, 0.5)),
            Map.entry("id", film -> film.set(Tag.PATIENT_ID, "P2")),
            Map.entry("issuer", film -> film.set(Tag.ISSUER_OF_PATIENT_ID, "North")),
            Map.entry("name", film -> film.set(Tag.PATIENT_NAME, "Test^Other")),
            Map.entry("birth", film -> film.set(Tag.PATIENT_BIRTH_DATE, "19600102")),
            Map.entry("sex", film -> film.set(Tag.PATIENT_SEX, "F")),
            Map.entry("order", film -> film.set(Tag.ACCESSION_NUMBER, "A2")),
            Map.entry("side", film -> film.set(Tag.LATERALITY, "L")),
            Map.entry("view", film -> film.set(Tag.VIEW_POSITION, "AP")),
            Map.entry("orientation", film -> film.set(Tag.PATIENT_ORIENTATION, "R", "F")));
    return corrections.entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("corrections")
  void aCorrectionMakesAnotherVersionUnderTheSameUid(
      Map.Entry<String, UnaryOperator<DatasetBuilder>> correction) {
    FilmVersion before = FilmVersion.of(film().build());
    FilmVersion after = FilmVersion.of(correction.getValue().apply(film()).build());
    assertEquals(before.sopInstanceUid(), after.sopInstanceUid());
    assertNotEquals(before.key(), after.key());
  }

  @Test
  void whereAndHowItIsStoredMakesNoOther() throws Exception {
    FilmVersion version = FilmVersion.of(film().build());
    DatasetBuilder moved =
        film()
            .set(Tag.SERIES_INSTANCE_UID, "1.2.77")
            .set(Tag.STUDY_INSTANCE_UID, "1.2.78")
            .set(Tag.STATION_NAME, "ELSEWHERE");
    assertEquals(version, FilmVersion.of(moved.build()));
    Attribute rewritten =
        new Attribute.Text(Tag.IMAGER_PIXEL_SPACING, Vr.DS, List.of(".50", "0.250"));
    assertEquals(version, FilmVersion.of(film().add(rewritten).build()));
    Part10Codec codec = new Part10Codec();
    Dataset stored = codec.read(codec.write(DicomObject.of(film().build()))).dataset();
    assertEquals(version, FilmVersion.of(stored));
  }

  @Test
  void imagesThatAreMadeOfAFilmStateItsIdentityEvenWhereItIsWrittenBadly() {
    Attribute old = new Attribute.Text(Tag.PATIENT_BIRTH_DATE, Vr.DA, List.of("1960.01.01"));
    Attribute free = new Attribute.Text(Tag.BODY_PART_EXAMINED, Vr.CS, List.of("Chest in bed!"));
    Dataset film = film().add(old).add(free).set(Tag.PATIENT_SEX, "M").build();
    Map<String, DicomObject> made = AllResults.of(Films.radiograph(film));
    for (String kind : List.of("image", "difference", "flicker")) {
      assertEquals(FilmIdentity.of(film), FilmIdentity.of(made.get(kind).dataset()), kind);
    }
  }

  @Test
  void aFilmWithoutUidHasNoVersion() {
    Dataset nameless = film().remove(Tag.SOP_INSTANCE_UID).build();
    assertThrows(IllegalArgumentException.class, () -> FilmVersion.of(nameless));
  }
}
