// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.testhelper.AllResults;
import org.orthancprism.dicom.testhelper.Films;

/** What is known of objects by what they say. */
class OwnObjectTest {

  private static final Radiograph FILM =
      Films.radiograph(Films.computed(100, 100, 12, false).build());
  private static final Map<String, DicomObject> MADE = AllResults.of(FILM);

  private static Dataset made(String kind) {
    return MADE.get(kind).dataset();
  }

  private static OwnObject says(Dataset dataset) {
    return OwnObject.of(dataset).orElseThrow();
  }

  @Test
  void everyImageTellsItsKindItsFilmAndItsEdit() {
    Map<String, ResultMark.Kind> kinds =
        Map.of(
            "image", ResultMark.Kind.COUNTERFACTUAL,
            "difference", ResultMark.Kind.DIFFERENCE,
            "flicker", ResultMark.Kind.FLICKER);
    kinds.forEach(
        (name, kind) -> {
          OwnObject image = says(made(name));
          assertEquals(
              Optional.of(
                  ResultMark.of(
                      kind,
                      FILM.version(),
                      Films.ALGORITHM.packDigest(),
                      Films.REMOVE_EFFUSION.identity().key())),
              image.mark());
          assertTrue(image.madeHere() && image.shows(FILM.version()), name);
          assertEquals(List.of("1.2.3.4"), image.references());
        });
  }

  @Test
  void aPresentationStateAndAReportTellWhatTheyReferTo() {
    assertEquals(List.of("1.2.3.4"), says(made("state")).references());
    OwnObject report = says(made("report"));
    assertEquals(OwnObject.Kind.REPORT, report.kind());
    assertTrue(report.madeHere());
    for (String kind : List.of("image", "difference", "flicker", "state")) {
      assertTrue(report.references().contains(says(made(kind)).sopInstanceUid()), kind);
    }
  }

  @Test
  void withOtherUidsAndAnotherPatientAnImageIsStillOfTheFilmThatWasModifiedAlike() {
    Dataset copy =
        made("image").toBuilder()
            .set(Tag.SOP_INSTANCE_UID, "1.9.1")
            .set(Tag.PATIENT_NAME, "Anonymized1")
            .remove(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE)
            .remove(Tag.DERIVATION_DESCRIPTION)
            .build();
    Radiograph film =
        Films.radiograph(
            Films.computed(100, 100, 12, false)
                .set(Tag.SOP_INSTANCE_UID, "1.9.2")
                .set(Tag.PATIENT_NAME, "Anonymized1")
                .build());
    assertTrue(says(copy).shows(film.version()));
    assertFalse(says(copy).shows(FILM.version()), "another patient");
    assertFalse(says(copy).madeHere(), "it no longer says what made it");
  }

  @Test
  void anImageShowsTheContentThatItsFilmHadWhenItWasMade() {
    Optional<ShownFilm> film = ShownFilm.of(FILM.dataset());
    assertTrue(film.isPresent());
    for (String kind : List.of("image", "difference", "flicker")) {
      assertEquals(film, ShownFilm.of(made(kind)), kind);
    }
    assertEquals(Optional.empty(), ShownFilm.of(made("report")), "it shows no film");
    Dataset corrected = FILM.dataset().toBuilder().set(Tag.IMAGE_LATERALITY, "R").build();
    assertNotEquals(film, ShownFilm.of(corrected));
  }

  @Test
  void whatIsNotMarkedAsSyntheticIsNoObjectOfOursWhateverElseItSays() {
    Dataset film = Films.computed(100, 100, 12, false).build();
    assertEquals(Optional.empty(), OwnObject.of(film));
    Dataset borrowed =
        film.toBuilder().set(Tag.IMAGE_TYPE, says(made("image")).mark().get().imageType()).build();
    assertEquals(Optional.empty(), OwnObject.of(borrowed));
  }

  @Test
  void anotherVendorsSyntheticImageIsNotMadeHere() {
    Dataset foreign =
        Films.computed(100, 100, 12, false)
            .set(Tag.SYNTHETIC_DATA, "YES")
            .set(Tag.IMAGE_TYPE, "DERIVED", "SECONDARY", "COUNTERFACTUAL", "X", "Y")
            .set(
                Tag.SOURCE_IMAGE_SEQUENCE,
                Dataset.builder().set(Tag.REFERENCED_SOP_INSTANCE_UID, "1.2.3.4").build())
            .build();
    assertFalse(says(foreign).madeHere());
    assertEquals(Optional.empty(), says(foreign).mark());
  }
}
