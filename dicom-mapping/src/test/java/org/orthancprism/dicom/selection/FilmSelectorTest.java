// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.SampleFilms;
import org.orthancprism.dicom.testhelper.Tool;

class FilmSelectorTest {
  private final FilmSelector selector = new FilmSelector();

  private Selection select(UnaryOperator<DatasetBuilder> change) {
    return selector.select(change.apply(Films.computed(64, 64, 12, false)).build());
  }

  static List<Path> sampleFilms() {
    return SampleFilms.all();
  }

  @ParameterizedTest
  @MethodSource("sampleFilms")
  void theSampleFilmsAreTaken(Path file) throws DicomFormatException {
    Selection selection = selector.select(new Part10Codec().read(Tool.bytes(file)).dataset());
    assertInstanceOf(Selection.Eligible.class, selection, () -> file + ": " + selection);
  }

  @Test
  void aFrontalChestFilmIsTakenWithoutAssumptions() {
    Selection selection = select(film -> film.set(Tag.PATIENT_AGE, "061Y"));
    assertEquals(new Selection.Eligible(List.of()), selection);
  }

  @Test
  void whatIsNotSaidIsAssumedAndNoted() {
    Selection selection =
        select(film -> film.remove(Tag.BODY_PART_EXAMINED).remove(Tag.VIEW_POSITION));
    List<String> assumptions = assertInstanceOf(Selection.Eligible.class, selection).assumptions();
    assertEquals(3, assumptions.size());
    assertTrue(assumptions.get(0).contains("body part"));
    assertTrue(assumptions.get(1).contains("view"));
    assertTrue(assumptions.get(2).contains("age"));
  }

  @Test
  void aSecondaryCaptureOfARadiographIsTaken() {
    assertInstanceOf(
        Selection.Eligible.class,
        select(film -> film.set(Tag.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.7")));
  }

  @Test
  void thoraxIsAnotherWordForChest() {
    assertInstanceOf(
        Selection.Eligible.class, select(film -> film.set(Tag.BODY_PART_EXAMINED, "THORAX")));
  }

  @Test
  void aStudyOfBothViewsDoesNotMakeItsFrontalFilmALateral() {
    assertInstanceOf(
        Selection.Eligible.class,
        select(
            film ->
                film.remove(Tag.VIEW_POSITION)
                    .set(Tag.STUDY_DESCRIPTION, "XR CHEST PA AND LATERAL")));
  }

  @Test
  void everythingElseIsPassedOverWithItsReason() {
    Map<UnaryOperator<DatasetBuilder>, String> cases =
        Map.ofEntries(
            Map.entry(film -> film.set(Tag.MODALITY, "CT"), "Modality"),
            Map.entry(film -> film.remove(Tag.SOP_CLASS_UID), "SOP Class"),
            Map.entry(film -> film.remove(Tag.STUDY_INSTANCE_UID), "no valid UID"),
            Map.entry(
                film -> film.set(Tag.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.1.1.1"), "SOP Class"),
            Map.entry(film -> film.set(Tag.NUMBER_OF_FRAMES, 3), "3 frames"),
            Map.entry(film -> film.set(Tag.SAMPLES_PER_PIXEL, 3), "grayscale"),
            Map.entry(film -> film.set(Tag.PHOTOMETRIC_INTERPRETATION, "RGB"), "grayscale"),
            Map.entry(
                film -> film.set(Tag.PRESENTATION_INTENT_TYPE, "FOR PROCESSING"), "processing"),
            Map.entry(film -> film.set(Tag.QUALITY_CONTROL_SUBJECT, "YES"), "phantom"),
            Map.entry(film -> film.set(Tag.PATIENT_SPECIES_DESCRIPTION, "Canine"), "animal"),
            Map.entry(film -> film.set(Tag.BITS_ALLOCATED, 32).set(Tag.BITS_STORED, 32), "32"),
            Map.entry(film -> film.set(Tag.BODY_PART_EXAMINED, "KNEE"), "KNEE"),
            Map.entry(film -> film.set(Tag.BODY_PART_EXAMINED, "CHESTABDOMEN"), "CHESTABDOMEN"),
            Map.entry(
                film -> film.remove(Tag.BODY_PART_EXAMINED).set(Tag.STUDY_DESCRIPTION, "Left hand"),
                "HAND"),
            Map.entry(film -> film.set(Tag.VIEW_POSITION, "LATERAL"), "LATERAL"),
            Map.entry(film -> film.set(Tag.VIEW_POSITION, "LL"), "LL"),
            Map.entry(film -> film.set(Tag.VIEW_POSITION, "RLD"), "RLD"),
            Map.entry(
                film ->
                    film.remove(Tag.VIEW_POSITION).set(Tag.SERIES_DESCRIPTION, "Thorax lateral"),
                "LATERAL"),
            Map.entry(
                film -> film.remove(Tag.VIEW_POSITION).set(Tag.PATIENT_ORIENTATION, "A", "F"),
                "lateral"),
            Map.entry(
                film ->
                    film.remove(Tag.VIEW_POSITION)
                        .set(
                            Tag.VIEW_CODE_SEQUENCE,
                            new CodedConcept("399067008", "SCT", "lateral").item()),
                "View Code"),
            Map.entry(film -> film.set(Tag.SYNTHETIC_DATA, "YES"), "synthetic"));
    cases.forEach(
        (change, reason) -> {
          Selection selection = select(change);
          String said = assertInstanceOf(Selection.PassedOver.class, selection).reason();
          assertTrue(said.contains(reason), said);
          assertFalse(said.contains("\n"));
        });
  }

  @ParameterizedTest
  @CsvSource({
    // Patient's Age, birth date, date of the film
    "017Y,,",
    "000Y,,",
    "0,,",
    "000Y,20200101,20261122",
    "011 m,,",
    "215M,,",
    "900W,,",
    "003D,,",
    "9,,",
    ",20081123,20261122",
    ",2008.11.23,2026.11.22",
    "garbage,20200229,20260301"
  })
  void aChildIsPassedOver(String age, String birthDate, String filmDate) {
    Selection selection = ofPatient(age, birthDate, filmDate);
    String said = assertInstanceOf(Selection.PassedOver.class, selection).reason();
    assertTrue(said.contains("under 18"), said);
  }

  @ParameterizedTest
  @CsvSource({
    "018Y,,",
    "216M,,",
    "81,,",
    "062Y,20200101,20261122",
    ",20081122,20261122",
    ",19000101,20261122",
    "000Y,19600101,20261122",
    "0,19600101,20261122",
    "000D,19600101,20261122",
    "045y,,",
    "999Y,19600101,20261122"
  })
  void anAdultIsTaken(String age, String birthDate, String filmDate) {
    assertEquals(new Selection.Eligible(List.of()), ofPatient(age, birthDate, filmDate));
  }

  @ParameterizedTest
  @CsvSource({
    ",,",
    ",20200230,20261122",
    ",20270101,20261122",
    ",17000101,20261122",
    ",20200101,",
    "old,,",
    "999Y,,"
  })
  void anAgeThatNobodyCanBelieveIsAssumedToBeAnAdults(
      String age, String birthDate, String filmDate) {
    Selection selection = ofPatient(age, birthDate, filmDate);
    List<String> assumptions = assertInstanceOf(Selection.Eligible.class, selection).assumptions();
    assertEquals(List.of("no age is given: taken for an adult's"), assumptions);
  }

  private Selection ofPatient(String age, String birthDate, String filmDate) {
    return select(
        film ->
            film.add(new Attribute.Text(Tag.PATIENT_AGE, Vr.AS, values(age)))
                .add(new Attribute.Text(Tag.PATIENT_BIRTH_DATE, Vr.DA, values(birthDate)))
                .add(new Attribute.Text(Tag.STUDY_DATE, Vr.DA, values(filmDate))));
  }

  private static List<String> values(String value) {
    return value == null ? List.of() : List.of(value);
  }

  @Test
  void aDateOfTheFilmThatIsAPlaceholderIsNoDate() {
    assertEquals(
        new Selection.Eligible(List.of()),
        select(
            film ->
                film.set(Tag.PATIENT_BIRTH_DATE, "19600101")
                    .set(Tag.ACQUISITION_DATE, "19000101")
                    .set(Tag.STUDY_DATE, "20261122")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Homo sapiens", "HUMANO", "Человек", "UNKNOWN", "N/A", "Other"})
  void aHumanIsNoAnimalAndAPlaceholderIsNone(String species) {
    assertInstanceOf(
        Selection.Eligible.class,
        select(film -> film.set(Tag.PATIENT_SPECIES_DESCRIPTION, species)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"DR", "dx", "XR", "RX", "RG", "X-RAY", "UNKNOWN"})
  void aRadiographOfAnotherNameIsTaken(String modality) {
    assertInstanceOf(Selection.Eligible.class, select(film -> ofModality(film, modality)));
  }

  @ParameterizedTest
  @CsvSource({"DR,CR", "dx,DX", "XR,CR", "RG,RG", "UNKNOWN,CR"})
  void aResultsModalityIsOneOfTheStandard(String said, String written) {
    assertEquals(
        Optional.of(written),
        SeriesModality.of(ofModality(Films.computed(64, 64, 12, false), said).build()));
  }

  @Test
  void anAdministratorAddsModalities() {
    assertInstanceOf(Selection.PassedOver.class, select(film -> film.set(Tag.MODALITY, "RF")));
    FilmSelector adapted = adapted(Map.of(), Set.of("rf"), FilmCriteria.Require.LIKELY);
    assertInstanceOf(
        Selection.Eligible.class,
        adapted.select(Films.computed(64, 64, 12, false).set(Tag.MODALITY, "RF").build()));
    assertEquals(Optional.empty(), adapted.selectSeries("RF"));
  }

  private static DatasetBuilder ofModality(DatasetBuilder film, String modality) {
    return film.add(new Attribute.Text(Tag.MODALITY, Vr.CS, List.of(modality)));
  }

  private static FilmSelector adapted(
      Map<WordClass, List<String>> words, Set<String> modalities, FilmCriteria.Require require) {
    return new FilmSelector(new FilmCriteria(words, modalities, require));
  }

  @Test
  void anAdministratorAddsWords() {
    UnaryOperator<DatasetBuilder> bed =
        film -> film.set(Tag.SERIES_DESCRIPTION, "Tx Bett, Schürze").remove(Tag.BODY_PART_EXAMINED);
    FilmSelector denying =
        adapted(
            Map.of(WordClass.OTHER_BODY_PART, List.of("schürze")),
            Set.of(),
            FilmCriteria.Require.LIKELY);
    FilmSelector confirming =
        adapted(
            Map.of(WordClass.CHEST, List.of("tx bett*")), Set.of(), FilmCriteria.Require.STATED);
    Dataset film = bed.apply(Films.computed(64, 64, 12, false)).build();
    String said = assertInstanceOf(Selection.PassedOver.class, denying.select(film)).reason();
    assertTrue(said.contains("SCHÜRZE"), said);
    assertInstanceOf(Selection.Eligible.class, confirming.select(film));
  }

  @Test
  void anAdministratorsWordReplacesTheSameWordOfTheList() {
    Dataset heart = Films.computed(64, 64, 12, false).set(Tag.BODY_PART_EXAMINED, "HEART").build();
    assertInstanceOf(Selection.Eligible.class, selector.select(heart));
    FilmSelector adapted =
        adapted(
            Map.of(WordClass.OTHER_BODY_PART, List.of("heart")),
            Set.of(),
            FilmCriteria.Require.LIKELY);
    assertInstanceOf(Selection.PassedOver.class, adapted.select(heart));
  }

  @Test
  void whereItMustBeStatedSilenceIsNotEnough() {
    FilmSelector strict = adapted(Map.of(), Set.of(), FilmCriteria.Require.STATED);
    DatasetBuilder film = Films.computed(64, 64, 12, false);
    assertInstanceOf(Selection.Eligible.class, strict.select(film.build()));
    Dataset silent = film.build().toBuilder().set(Tag.BODY_PART_EXAMINED, "UNKNOWN").build();
    Dataset viewless =
        film.build().toBuilder()
            .remove(Tag.VIEW_POSITION)
            .set(Tag.STUDY_DESCRIPTION, "Chest PA and lateral")
            .build();
    for (Dataset each : List.of(silent, viewless)) {
      String said = assertInstanceOf(Selection.PassedOver.class, strict.select(each)).reason();
      assertTrue(said.contains("Films.Require"), said);
    }
    assertInstanceOf(
        Selection.Eligible.class,
        strict.select(viewless.toBuilder().set(Tag.PATIENT_ORIENTATION, "L", "F").build()));
  }

  @Test
  void aRadiographThatContradictsItselfIsDamaged() {
    Map<UnaryOperator<DatasetBuilder>, String> cases =
        Map.of(
            film -> film.set(Tag.PHOTOMETRIC_INTERPRETATION, "PALETTE COLOR"), "PALETTE COLOR",
            film -> film.set(Tag.ROWS, 1).set(Tag.COLUMNS, 1), "1x1",
            film -> film.remove(Tag.ROWS), "0x64");
    cases.forEach(
        (change, reason) -> {
          String said = assertInstanceOf(Selection.Damaged.class, select(change)).reason();
          assertTrue(said.contains(reason), said);
        });
  }

  @Test
  void whatIsNoChestFilmIsPassedOverThoughItContradictsItself() {
    assertInstanceOf(
        Selection.PassedOver.class,
        select(film -> film.set(Tag.BODY_PART_EXAMINED, "HAND").set(Tag.ROWS, 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CT", "SR", "RTIMAGE"})
  void aSeriesOfAnotherModalityNeedNotBeRead(String modality) {
    assertTrue(selector.selectSeries(modality).orElseThrow().reason().contains(modality));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CR", "DX", "OT", ""})
  void aSeriesThatMayHoldFilmsIsRead(String modality) {
    assertEquals(Optional.empty(), selector.selectSeries(modality));
  }

  @Test
  void aReasonNeverRepeatsWhatMayBeAPatients() {
    for (Tag tag : List.of(Tag.BODY_PART_EXAMINED, Tag.VIEW_POSITION, Tag.MODALITY)) {
      Selection selection = select(film -> film.set(tag, "MILLER ANNA"));
      String said = assertInstanceOf(Selection.PassedOver.class, selection).reason();
      assertFalse(said.contains("MILLER"), said);
    }
    Selection selection =
        select(film -> film.set(Tag.SERIES_DESCRIPTION, "MILLER ANNA Knieschuss"));
    String said = assertInstanceOf(Selection.PassedOver.class, selection).reason();
    assertEquals("Series Description says \"KNIE\", which is not the chest", said);
  }
}
