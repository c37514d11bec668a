// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.EditIdentity;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.dicom.selection.Selection;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.Tool;

class CounterfactualImageTest {

  @TempDir private Path folder;

  private static Dataset imageOf(Radiograph film, EditDescription edit) {
    return CounterfactualImage.of(Films.edit(film, edit), Optional.empty(), Films.origin())
        .dataset();
  }

  private static Dataset imageOf(DatasetBuilder film) {
    return imageOf(Films.radiograph(film.build()), Films.REMOVE_EFFUSION);
  }

  private static EditDescription edit(String finding, String caption) {
    return new EditDescription(
        EditIdentity.of("remove-it"),
        finding,
        new CodedConcept("1", "99TEST", finding),
        EditDescription.Change.REMOVED,
        "image-conditioned",
        caption,
        caption,
        42,
        20,
        7.5,
        Optional.empty());
  }

  @Test
  void patientAndStudyAreTheSourcesInEveryAttribute() {
    DatasetBuilder film =
        Films.computed(64, 64, 12, false)
            .set(Tag.PATIENT_NAME, "Müller^Jürgen=山田^太郎")
            .set(Tag.PATIENT_ID, "ID 1")
            .set(Tag.PATIENT_BIRTH_DATE, "19400305")
            .set(Tag.PATIENT_AGE, "081Y")
            .set(Tag.STUDY_DATE, "20260101")
            .set(Tag.STUDY_DESCRIPTION, "Thorax")
            .set(Tag.ACCESSION_NUMBER, "A-1")
            .set(Tag.ISSUER_OF_PATIENT_ID, "Clinic")
            .set(Tag.PROCEDURE_CODE_SEQUENCE, Codes.PLAIN_CHEST_XRAY.item());
    Dataset source = film.build();
    Dataset image = imageOf(film);
    for (Tag tag : SharedModules.all()) {
      source.get(tag).ifPresent(attribute -> assertEquals(attribute, image.get(tag).orElseThrow()));
    }
    assertEquals("1.2.3", image.string(Tag.STUDY_INSTANCE_UID).orElseThrow());
    assertNotEquals("1.2.3.5", image.string(Tag.SERIES_INSTANCE_UID).orElseThrow());
  }

  /** Orthanc, and what is fed by it, read 8 bits in cells of 16 as two pixels. */
  @Test
  void ofAFilmOfEightBitsEachPixelIsAByte() {
    for (int allocated : new int[] {8, 16}) {
      DatasetBuilder film = Films.computed(64, 60, 8, false).set(Tag.BITS_ALLOCATED, allocated);
      Dataset image = imageOf(film);
      assertEquals(8, image.integer(Tag.BITS_ALLOCATED).orElseThrow());
      assertEquals(8, image.integer(Tag.BITS_STORED).orElseThrow());
      assertEquals(64 * 60, image.bytes(Tag.PIXEL_DATA).orElseThrow().length);
    }
  }

  @Test
  void masksThatWereGivenAreTold() {
    Radiograph film = Films.radiograph(Films.computed(64, 64, 12, false).build());
    String told =
        imageOf(film, Films.REMOVE_EFFUSION_WITHIN_MASKS)
            .string(Tag.DERIVATION_DESCRIPTION)
            .orElseThrow();
    assertTrue(told.contains("Changed only within an edit mask that was given. "), told);
    assertTrue(told.contains("Unchanged within a keep mask that was given. "), told);
    String plain =
        imageOf(film, Films.REMOVE_EFFUSION).string(Tag.DERIVATION_DESCRIPTION).orElseThrow();
    assertFalse(plain.contains("mask"), plain);
  }

  @Test
  void storedValuesOutsideOfTheEditAreTheSourcesInTheWrittenFile() throws Exception {
    Radiograph film = Films.radiograph(Films.computed(66, 64, 12, true).build());
    StoredPixels edited = Films.edited(film);
    DicomObject image =
        CounterfactualImage.of(
            new FilmEdit(film, edited, Films.REMOVE_EFFUSION), Optional.empty(), Films.origin());
    Part10Codec codec = new Part10Codec();
    int[] read = Films.radiograph(codec.read(codec.write(image))).pixels().values();
    assertArrayEquals(edited.values(), read);
    int[] source = film.pixels().values();
    for (int i = 0; i < source.length / 3; i++) {
      assertEquals(source[i], read[i]);
    }
    assertNotEquals(source[source.length / 2], read[source.length / 2]);
  }

  @Test
  void theSameFilmLooksTheSameThroughTheImagesOwnDisplay() {
    DatasetBuilder film =
        Films.computed(64, 64, 12, false)
            .set(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME1")
            .set(Tag.WINDOW_CENTER, 2000)
            .set(Tag.WINDOW_WIDTH, 1500)
            .set(Tag.RESCALE_SLOPE, 2)
            .set(Tag.RESCALE_INTERCEPT, 5)
            .set(Tag.PIXEL_PADDING_VALUE, Vr.US, 0);
    Radiograph source = Films.radiograph(film.build());
    DicomObject unchanged =
        CounterfactualImage.of(
            new FilmEdit(source, source.pixels(), Films.REMOVE_EFFUSION),
            Optional.empty(),
            Films.origin());
    assertArrayEquals(source.luminance(), Films.radiograph(unchanged).luminance());
  }

  @Test
  void uidsDependOnSourceEditAndPackAloneAndNotOnTheTime() {
    Radiograph film = Films.radiograph(Films.digital(false));
    Dataset now = imageOf(film, Films.REMOVE_EFFUSION);
    Dataset later =
        CounterfactualImage.of(
                Films.edit(film, Films.REMOVE_EFFUSION),
                Optional.empty(),
                new Origin(
                    Films.ALGORITHM,
                    SeriesNumbers.behind(Map.of()),
                    Clock.offset(Films.CLOCK, Duration.ofDays(3))))
            .dataset();
    for (Tag tag : List.of(Tag.SOP_INSTANCE_UID, Tag.SERIES_INSTANCE_UID, Tag.DEVICE_UID)) {
      assertEquals(now.string(tag), later.string(tag));
    }
    assertEquals(
        DerivedUid.counterfactualImage(
            Films.ALGORITHM.packDigest(), Films.REMOVE_EFFUSION.name(), film.version()),
        now.string(Tag.SOP_INSTANCE_UID).orElseThrow());
    Dataset otherEdit = imageOf(film, edit("Other", ""));
    assertNotEquals(now.string(Tag.SOP_INSTANCE_UID), otherEdit.string(Tag.SOP_INSTANCE_UID));
    assertNotEquals(now.string(Tag.SERIES_INSTANCE_UID), otherEdit.string(Tag.SERIES_INSTANCE_UID));
  }

  @Test
  void itIsMarkedAsSyntheticAndNeverInputAgain() {
    Dataset image = imageOf(Films.computed(64, 64, 12, false));
    assertTrue(OwnObject.of(image).isPresent());
    assertInstanceOf(Selection.PassedOver.class, new FilmSelector().select(image));
    // An archive that drops the young attribute leaves the other mark.
    Dataset older = image.toBuilder().remove(Tag.SYNTHETIC_DATA).build();
    assertTrue(OwnObject.of(older).isPresent());
    assertInstanceOf(Selection.PassedOver.class, new FilmSelector().select(older));
  }

  @Test
  void itNamesItsSourceWithThePurposeAndBothDevices() {
    Dataset image =
        imageOf(Films.computed(64, 64, 12, false).set(Tag.MANUFACTURER, "Detector Maker"));
    Dataset source = image.items(Tag.SOURCE_IMAGE_SEQUENCE).get(0);
    assertEquals("1.2.3.4", source.string(Tag.REFERENCED_SOP_INSTANCE_UID).orElseThrow());
    assertTrue(
        Codes.SOURCE_IMAGE_FOR_PROCESSING.matches(
            source.items(Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE).get(0)));
    List<Dataset> equipment = image.items(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE);
    assertEquals("Detector Maker", equipment.get(0).string(Tag.MANUFACTURER).orElseThrow());
    Dataset own = equipment.get(1);
    assertEquals(
        DerivedUid.device(Films.ALGORITHM.packDigest()), own.string(Tag.DEVICE_UID).orElseThrow());
    assertTrue(
        own.string(Tag.CONTRIBUTION_DESCRIPTION)
            .orElseThrow()
            .contains(Films.ALGORITHM.packDigest()));
  }

  @ParameterizedTest
  @CsvSource({
    "Support Devices, 'Support Devices removed - SYNTHETIC, not for diagnosis'",
    "Enlarged Cardiomediastinum of the left side of the heart,"
        + " 'Enlarged Cardiomediast... removed - SYNTHETIC, not for diagnosis'"
  })
  void theSeriesDescriptionWarnsAndFits(String finding, String expected) {
    Dataset image =
        imageOf(Films.radiograph(Films.computed(64, 64, 12, false).build()), edit(finding, ""));
    String description = image.string(Tag.SERIES_DESCRIPTION).orElseThrow();
    assertTrue(description.length() <= 64, description);
    assertTrue(description.endsWith("removed - SYNTHETIC, not for diagnosis"), description);
    assertEquals(expected, description);
  }

  @Test
  void theDerivationTellsHowToMakeItAgainAndFitsHoweverLongTheCaptions() {
    Dataset image =
        imageOf(
            Films.radiograph(Films.computed(64, 64, 12, false).build()),
            edit("Edema", "a very long caption ".repeat(100)));
    String text = image.string(Tag.DERIVATION_DESCRIPTION).orElseThrow();
    assertTrue(text.length() <= 1024, text.length() + " characters");
    for (String part :
        List.of(
            "SYNTHETIC",
            "not for diagnosis",
            "Seed 42",
            "20 steps",
            "guidance 7.5",
            "image-conditioned",
            "a very long caption",
            Films.ALGORITHM.packDigest())) {
      assertTrue(text.contains(part), part + " in " + text);
    }
  }

  @Test
  void whatWasLostByCompressionIsInherited() throws Exception {
    Path original =
        Tool.write(DicomObject.of(Films.computed(64, 64, 8, false).build()), folder, "o.dcm");
    Path compressed = folder.resolve("c.dcm");
    Tool.Answer answer = Tool.run("dcmcjpeg", "+eb", original.toString(), compressed.toString());
    assertEquals(0, answer.status(), answer.text());
    DicomObject jpeg = new Part10Codec().read(Tool.bytes(compressed));
    DicomObject undeclared =
        new DicomObject(
            jpeg.meta(),
            jpeg.transferSyntax(),
            jpeg.dataset().toBuilder()
                .remove(Tag.LOSSY_IMAGE_COMPRESSION)
                .remove(Tag.LOSSY_IMAGE_COMPRESSION_RATIO)
                .remove(Tag.LOSSY_IMAGE_COMPRESSION_METHOD)
                .build());
    for (DicomObject source : List.of(jpeg, undeclared)) {
      Dataset image =
          imageOf(
              Radiograph.of(source, new StoredPixels(64, 64, new int[64 * 64])),
              Films.REMOVE_EFFUSION);
      assertEquals("01", image.string(Tag.LOSSY_IMAGE_COMPRESSION).orElse(""));
      assertEquals("ISO_10918_1", image.string(Tag.LOSSY_IMAGE_COMPRESSION_METHOD).orElse(""));
      assertTrue(image.decimal(Tag.LOSSY_IMAGE_COMPRESSION_RATIO).orElse(0) > 1);
    }
  }

  @Test
  void pixelSpacingIsKeptAndAnImpossibleOneLeftOut() {
    Dataset image =
        imageOf(Films.computed(64, 64, 12, false).set(Tag.IMAGER_PIXEL_SPACING, 0.143, 0.143));
    assertEquals(List.of(0.143, 0.143), image.decimals(Tag.IMAGER_PIXEL_SPACING));
    assertEquals(List.of(0.143, 0.143), image.decimals(Tag.PIXEL_SPACING));
    Dataset without = imageOf(Films.computed(64, 64, 12, false).set(Tag.PIXEL_SPACING, 0.0, 0.0));
    assertFalse(without.contains(Tag.PIXEL_SPACING));
  }

  @Test
  void oldDatesAreModernisedAndInvalidValuesLeftOut() {
    DatasetBuilder film =
        Films.computed(64, 64, 12, false)
            .add(new Attribute.Text(Tag.STUDY_DATE, Vr.DA, List.of("1993.02.24")))
            .add(new Attribute.Text(Tag.PATIENT_AGE, Vr.AS, List.of("81")));
    Dataset image = imageOf(film);
    assertEquals("19930224", image.string(Tag.STUDY_DATE).orElse(""));
    assertEquals("", image.string(Tag.PATIENT_AGE).orElse(""));
  }

  @Test
  void aPatientsNameIsKeptHoweverLong() {
    String name = "Of^The^House^Of^".repeat(10);
    DatasetBuilder film =
        Films.computed(64, 64, 12, false)
            .add(new Attribute.Text(Tag.PATIENT_NAME, Vr.PN, List.of(name)));
    assertEquals(name, imageOf(film).string(Tag.PATIENT_NAME).orElse(""));
  }

  @Test
  void timesAreInTheZoneThatTheSourcesTimesAreIn() {
    Dataset image =
        imageOf(Films.computed(64, 64, 12, false).set(Tag.TIMEZONE_OFFSET_FROM_UTC, "-0400"));
    assertEquals("060000", image.string(Tag.CONTENT_TIME).orElse(""));
    assertEquals("-0400", image.string(Tag.TIMEZONE_OFFSET_FROM_UTC).orElse(""));
  }

  @Test
  void valuesThatDoNotFitAreRefused() {
    Radiograph film = Films.radiograph(Films.computed(64, 64, 12, false).build());
    int[] tooLarge = film.pixels().values();
    tooLarge[5] = 4096;
    for (StoredPixels values :
        List.of(new StoredPixels(64, 64, tooLarge), new StoredPixels(1, 3, new int[3]))) {
      assertThrows(
          IllegalArgumentException.class, () -> new FilmEdit(film, values, Films.REMOVE_EFFUSION));
    }
  }
}
