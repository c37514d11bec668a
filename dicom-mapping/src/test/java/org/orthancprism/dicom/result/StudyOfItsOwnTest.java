// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.recognition.ShownFilm;
import org.orthancprism.dicom.testhelper.AllResults;
import org.orthancprism.dicom.testhelper.Films;

/** Results in a study of their own say whose they are, and claim nothing of the film's order. */
class StudyOfItsOwnTest {

  private static final Radiograph FILM = Films.radiograph(ordered().build());
  private static final ResultsStudy.Separate STUDY = ResultsStudy.separate("1.2.3", "P-1");
  private static final Map<String, DicomObject> MADE = AllResults.of(FILM, STUDY);

  private static DatasetBuilder ordered() {
    return Films.computed(100, 100, 12, false)
        .set(Tag.PATIENT_ID, "P-1")
        .set(Tag.ACCESSION_NUMBER, "A-17")
        .set(Tag.STUDY_ID, "S-3")
        .set(Tag.STUDY_DATE, "20261122")
        .set(Tag.STUDY_DESCRIPTION, "Chest, two views, in the emergency department at night")
        .set(Tag.PROCEDURE_CODE_SEQUENCE, Films.PLEURAL_EFFUSION.item());
  }

  private static Set<String> values(Tag tag) {
    return MADE.values().stream()
        .map(object -> object.dataset().string(tag).orElse(""))
        .collect(Collectors.toSet());
  }

  @Test
  void allOfThemAreOfOnePatientInOneStudyWhoseDescriptionSaysThatItIsSynthetic() {
    assertEquals(Set.of("image", "difference", "flicker", "report"), MADE.keySet());
    assertEquals(Set.of("P-1"), values(Tag.PATIENT_ID));
    assertEquals(Set.of(STUDY.studyInstanceUid()), values(Tag.STUDY_INSTANCE_UID));
    assertEquals(Set.of("20261122"), values(Tag.STUDY_DATE));
    String description = "SYNTHETIC, not for diagnosis: Chest, two views, in the emergency";
    assertEquals(Set.of(description), values(Tag.STUDY_DESCRIPTION));
    assertEquals(64, description.length());
  }

  @Test
  void noneClaimsTheOrderOfTheFilm() {
    for (DicomObject object : MADE.values()) {
      assertTrue(object.dataset().contains(Tag.ACCESSION_NUMBER), "type 2");
      assertTrue(object.dataset().contains(Tag.STUDY_ID), "type 2");
      assertFalse(object.dataset().contains(Tag.PROCEDURE_CODE_SEQUENCE));
    }
    assertEquals(Set.of(""), values(Tag.ACCESSION_NUMBER));
    assertEquals(Set.of(""), values(Tag.STUDY_ID));
  }

  @Test
  void anImageNamesTheStudyOfItsFilmAndTheSeriesOfWhatElseItIsMadeFrom() {
    Dataset image = MADE.get("image").dataset();
    Dataset other = image.items(Tag.STUDIES_CONTAINING_OTHER_REFERENCED_INSTANCES_SEQUENCE).get(0);
    assertEquals("1.2.3", other.string(Tag.STUDY_INSTANCE_UID).orElseThrow());
    Dataset series = other.items(Tag.REFERENCED_SERIES_SEQUENCE).get(0);
    assertEquals("1.2.3.5", series.string(Tag.SERIES_INSTANCE_UID).orElseThrow());
    assertEquals(
        "1.2.3.4",
        series
            .items(Tag.REFERENCED_INSTANCE_SEQUENCE)
            .get(0)
            .string(Tag.REFERENCED_SOP_INSTANCE_UID)
            .orElseThrow());
    assertFalse(image.contains(Tag.REFERENCED_SERIES_SEQUENCE), "none of its own study");
    List<Dataset> own = MADE.get("difference").dataset().items(Tag.REFERENCED_SERIES_SEQUENCE);
    assertEquals(
        List.of(image.string(Tag.SERIES_INSTANCE_UID)),
        own.stream().map(each -> each.string(Tag.SERIES_INSTANCE_UID)).toList());
  }

  @Test
  void theReportListsItsEvidenceByTheStudiesThatHoldIt() {
    List<Dataset> studies =
        MADE.get("report").dataset().items(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE);
    assertEquals(
        List.of("1.2.3", STUDY.studyInstanceUid()),
        studies.stream().map(each -> each.string(Tag.STUDY_INSTANCE_UID).orElseThrow()).toList());
    OwnObject report = OwnObject.of(MADE.get("report").dataset()).orElseThrow();
    for (String kind : List.of("image", "difference", "flicker")) {
      assertTrue(report.references().contains(MADE.get(kind).sopInstanceUid().orElseThrow()), kind);
    }
  }

  @Test
  void theStudyIsTheSameForTheSameFilmsAndItsObjectsAreOthersThanThoseBesideTheFilm() {
    assertEquals(STUDY, ResultsStudy.separate("1.2.3", "P-1 "));
    assertNotEquals(STUDY, ResultsStudy.separate("1.2.3", "P-2"));
    Map<String, DicomObject> beside = AllResults.of(FILM);
    for (Tag tag : List.of(Tag.SOP_INSTANCE_UID, Tag.SERIES_INSTANCE_UID)) {
      Set<String> uids = values(tag);
      beside
          .values()
          .forEach(object -> assertFalse(uids.contains(object.dataset().string(tag).get())));
    }
  }

  @Test
  void aCorrectedOrderLeavesThemRightAndACorrectedPatientDoesNot() {
    Dataset image = MADE.get("image").dataset();
    OwnObject own = OwnObject.of(image).orElseThrow();
    Radiograph reordered = Films.radiograph(ordered().set(Tag.ACCESSION_NUMBER, "A-18").build());
    Radiograph renamed = Films.radiograph(ordered().set(Tag.PATIENT_NAME, "Other^One").build());
    assertTrue(own.shows(FILM.version()));
    assertTrue(own.shows(reordered.version()));
    assertFalse(own.shows(renamed.version()));
    String shown = ShownFilm.of(image).orElseThrow().withoutOrder();
    assertTrue(ShownFilm.of(image).orElseThrow().fingerprint().isEmpty());
    assertEquals(shown, ShownFilm.of(reordered.dataset()).orElseThrow().withoutOrder());
    assertNotEquals(shown, ShownFilm.of(renamed.dataset()).orElseThrow().withoutOrder());
  }

  @Test
  void aPresentationStateIsNeverPutApartFromItsFilm() {
    Origin apart = new Origin(Films.ALGORITHM, SeriesNumbers.behind(Map.of()), STUDY, Films.CLOCK);
    EditContours contours = EditContours.of(Films.edit(FILM, Films.REMOVE_EFFUSION));
    assertThrows(
        IllegalArgumentException.class,
        () -> ContourPresentationState.of(FILM, List.of(contours), apart));
  }
}
