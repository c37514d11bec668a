// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.orthancprism.dicom.report.ReportExamples.ADD_EDEMA;
import static org.orthancprism.dicom.report.ReportExamples.counterfactual;
import static org.orthancprism.dicom.report.ReportExamples.edited;
import static org.orthancprism.dicom.report.ReportExamples.film;
import static org.orthancprism.dicom.report.ReportExamples.items;
import static org.orthancprism.dicom.report.ReportExamples.meaning;
import static org.orthancprism.dicom.report.ReportExamples.number;
import static org.orthancprism.dicom.report.ReportExamples.referenced;
import static org.orthancprism.dicom.report.ReportExamples.report;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.EditIdentity;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.dicom.testhelper.AllResults;
import org.orthancprism.dicom.testhelper.Films;

class CounterfactualReportTest {
  @Test
  void theCodecThatWroteItIsAmongTheParameters() {
    assertTrue(
        items(report().dataset(), Codes.ALGORITHM_PARAMETERS).stream()
            .anyMatch(
                item ->
                    item.string(Tag.TEXT_VALUE)
                        .orElseThrow()
                        .equals("DICOM codec = orthanc-prism")));
  }

  @Test
  void masksThatWereGivenAreToldPointByPoint() {
    Dataset source = film("1.2.3.10", "1.2.3");
    EditedFilm film = edited(source, Films.REMOVE_EFFUSION_WITHIN_MASKS);
    Dataset report =
        CounterfactualReport.of(List.of(source), List.of(film), Films.origin()).dataset();
    List<String> parameters =
        items(report, Codes.ALGORITHM_PARAMETERS).stream()
            .map(item -> item.string(Tag.TEXT_VALUE).orElseThrow())
            .toList();
    assertTrue(parameters.contains("edit mask = 0\\0\\64\\0\\0\\64.5"), parameters::toString);
    assertTrue(parameters.contains("keep mask = 1\\1\\2\\1\\1\\2"), parameters::toString);
    assertTrue(
        items(report().dataset(), Codes.ALGORITHM_PARAMETERS).stream()
            .noneMatch(item -> item.string(Tag.TEXT_VALUE).orElseThrow().contains("mask")));
  }

  @Test
  void whatACaptionAskedForIsAChangeOfItsOwnAndNoFindingThatWasAdded() {
    EditDescription prompted =
        new EditDescription(
            EditIdentity.of("prompted-change").with("target", "an old film"),
            PrismCodes.PROMPTED_CHANGE.meaning(),
            PrismCodes.PROMPTED_CHANGE,
            EditDescription.Change.PROMPTED,
            "direct",
            "a film",
            "an old film",
            1,
            50,
            2,
            Optional.empty());
    Dataset source = film("1.2.3.10", "1.2.3");
    EditedFilm film = edited(source, prompted);
    Dataset report =
        CounterfactualReport.of(List.of(source), List.of(film), Films.origin()).dataset();
    for (CodedConcept name : List.of(Codes.FINDING, PrismCodes.EDIT)) {
      List<Dataset> told = items(report, name);
      assertEquals(1, told.size());
      Dataset value = told.get(0).items(Tag.CONCEPT_CODE_SEQUENCE).get(0);
      assertTrue(PrismCodes.PROMPTED_CHANGE.matches(value));
    }
    String limits = items(report, Codes.COMMENT).get(0).string(Tag.TEXT_VALUE).orElseThrow();
    assertTrue(limits.contains("imagined this film as a caption asked for."), limits);
    assertEquals(
        "Prompted change - SYNTHETIC, not for diagnosis",
        film.counterfactual().string(Tag.SERIES_DESCRIPTION).orElseThrow());
  }

  @Test
  void everyInstanceThatTheContentRefersToIsInTheEvidenceAndNoOther() {
    Dataset report = report().dataset();
    Set<String> evidence = new HashSet<>();
    for (Dataset study : report.items(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE)) {
      for (Dataset series : study.items(Tag.REFERENCED_SERIES_SEQUENCE)) {
        for (Dataset instance : series.items(Tag.REFERENCED_SOP_SEQUENCE)) {
          assertTrue(evidence.add(instance.string(Tag.REFERENCED_SOP_INSTANCE_UID).orElseThrow()));
        }
      }
    }
    assertEquals(referenced(report), evidence);
    assertEquals(5, evidence.size());
  }

  @Test
  void everyEditOfEveryFilmHasAGroupWithATrackingUidOfItsOwn() {
    Dataset report = report().dataset();
    assertEquals(3, items(report, Codes.MEASUREMENT_GROUP).size());
    List<String> uids =
        items(report, Codes.TRACKING_UID).stream()
            .map(item -> item.string(Tag.UID).orElseThrow())
            .toList();
    assertEquals(3, Set.copyOf(uids).size());
    assertTrue(
        uids.contains(
            DerivedUid.tracking(
                Films.ALGORITHM.packDigest(), counterfactual("1.2.3.10", ADD_EDEMA))));
  }

  @Test
  void theChangedAreaIsMeasuredInSquareMillimetres() {
    Dataset source = film("1.2.3.10", "1.2.3");
    EditedFilm film = edited(source, Films.REMOVE_EFFUSION);
    Dataset report =
        CounterfactualReport.of(List.of(source), List.of(film), Films.origin()).dataset();
    Dataset area = items(report, Codes.AREA).get(0);
    assertEquals(film.change().changedPixels() * 0.1, number(area), 0.01);
    assertEquals(33.3, number(items(report, PrismCodes.CHANGED_FRACTION).get(0)), 0.1);
  }

  @Test
  void withoutPixelSpacingThereIsNoAreaAndTheReportSaysSo() {
    Dataset source = film("1.2.3.10", "1.2.3").toBuilder().remove(Tag.IMAGER_PIXEL_SPACING).build();
    Dataset report =
        CounterfactualReport.of(
                List.of(source), List.of(edited(source, Films.REMOVE_EFFUSION)), Films.origin())
            .dataset();
    assertTrue(items(report, Codes.AREA).isEmpty());
    String limits = items(report, Codes.COMMENT).get(0).string(Tag.TEXT_VALUE).orElseThrow();
    assertTrue(limits.startsWith("Synthetic image, not for diagnosis"), limits);
    assertTrue(limits.contains("no pixel spacing"), limits);
  }

  private static Dataset fullReport() {
    return AllResults.of(Films.radiograph(film("1.2.3.10", "1.2.3"))).get("report").dataset();
  }

  @Test
  void theAreaIsInferredFromRegionsOfTheFilm() {
    Dataset area = items(fullReport(), Codes.AREA).get(0);
    Dataset region = items(area, Codes.SOURCE_OF_MEASUREMENT).get(0);
    assertEquals("INFERRED FROM", region.string(Tag.RELATIONSHIP_TYPE).orElse(""));
    assertEquals("POLYLINE", region.string(Tag.GRAPHIC_TYPE).orElse(""));
    Dataset image = region.items(Tag.CONTENT_SEQUENCE).get(0);
    assertEquals("SELECTED FROM", image.string(Tag.RELATIONSHIP_TYPE).orElse(""));
    assertEquals(Set.of("1.2.3.10"), referenced(region));
  }

  @Test
  void presenceBeforeAndAfterStandsWithTheProbabilityAndTheImage() {
    Dataset report = fullReport();
    List<Dataset> certainties = items(report, Codes.CERTAINTY_OF_FINDING);
    assertEquals(List.of(87.0, 12.0), certainties.stream().map(item -> number(item)).toList());
    assertEquals(Set.of("1.2.3.10"), referenced(certainties.get(0)));
    assertEquals(
        List.of("Present", "Absent"),
        items(report, PrismCodes.PRESENCE).stream().map(item -> meaning(item)).toList());
  }

  @Test
  void gatesSimilarityAndUnintendedEffectsStandInTheReportWhereTheyAreKnown() {
    Dataset report = fullReport();
    assertEquals(0.953, number(items(report, PrismCodes.STRUCTURAL_SIMILARITY).get(0)));
    assertEquals(
        List.of("Succeeded", "Failed"),
        items(report, PrismCodes.QUALITY_GATE).stream().map(item -> meaning(item)).toList());
    assertEquals(-7.0, number(items(report, PrismCodes.UNINTENDED_EFFECT).get(0)));
    for (CodedConcept unknown :
        List.of(
            Codes.CERTAINTY_OF_FINDING,
            PrismCodes.STRUCTURAL_SIMILARITY,
            PrismCodes.QUALITY_GATE,
            PrismCodes.UNINTENDED_EFFECT)) {
      assertEquals(List.of(), items(report().dataset(), unknown));
    }
  }

  @Test
  void theLibraryHoldsAllImagesAndTheSourceIsShownThroughThePresentationState() {
    Dataset report = fullReport();
    Dataset library = items(report, Codes.IMAGE_LIBRARY).get(0);
    assertEquals(4, referenced(library).size(), "film, counterfactual, difference, flicker");
    Dataset source = items(report, Codes.SOURCE).get(0).items(Tag.REFERENCED_SOP_SEQUENCE).get(0);
    assertEquals(
        SopClass.GRAYSCALE_SOFTCOPY_PRESENTATION_STATE,
        source
            .items(Tag.REFERENCED_SOP_SEQUENCE)
            .get(0)
            .string(Tag.REFERENCED_SOP_CLASS_UID)
            .orElse(""));
  }

  @Test
  void aFilmThatDoesNotNameItsModalityHasThatOfItsSopClassInTheLibrary() {
    Dataset silent = film("1.2.3.10", "1.2.3").toBuilder().remove(Tag.MODALITY).build();
    Dataset report = AllResults.of(Films.radiograph(silent)).get("report").dataset();
    assertEquals(
        Set.of("Computed Radiography"),
        items(items(report, Codes.IMAGE_LIBRARY).get(0), Codes.MODALITY).stream()
            .map(item -> meaning(item))
            .collect(Collectors.toSet()));
  }

  @Test
  void removedAndAddedFindingsAreToldApart() {
    List<String> edits =
        items(report().dataset(), PrismCodes.EDIT).stream()
            .map(
                item ->
                    item.items(Tag.CONCEPT_CODE_SEQUENCE)
                        .get(0)
                        .string(Tag.CODE_VALUE)
                        .orElseThrow())
            .toList();
    assertEquals(List.of("removed", "added", "removed"), edits);
  }

  @Test
  void itsUidIsKnownBeforeItIsMadeAndItIsNeverInput() {
    Dataset report = report().dataset();
    assertEquals(
        DerivedUid.report(
            Films.ALGORITHM.packDigest(),
            List.of(
                counterfactual("1.2.3.11", Films.REMOVE_EFFUSION),
                counterfactual("1.2.3.10", ADD_EDEMA),
                counterfactual("1.2.3.10", Films.REMOVE_EFFUSION))),
        report.string(Tag.SOP_INSTANCE_UID).orElseThrow());
    assertTrue(OwnObject.of(report).isPresent());
    assertEquals("UNVERIFIED", report.string(Tag.VERIFICATION_FLAG).orElse(""));
  }

  @Test
  void filmsThatCouldNotBeEditedAreNamed() {
    Dataset source = film("1.2.3.10", "1.2.3");
    Dataset report =
        CounterfactualReport.of(
                new ReportedFilms(
                    List.of(source),
                    List.of(edited(source, Films.REMOVE_EFFUSION)),
                    List.of(),
                    List.of("1.2.3.66")),
                Films.origin())
            .dataset();
    List<String> comments =
        items(report, Codes.COMMENT).stream()
            .map(item -> item.string(Tag.TEXT_VALUE).orElseThrow())
            .toList();
    assertTrue(
        comments.stream()
            .anyMatch(text -> text.startsWith("1 film damaged") && text.contains("1.2.3.66")),
        comments::toString);
    assertTrue(referenced(report).stream().noneMatch("1.2.3.66"::equals));
  }

  @Test
  void theProcedureIsTheStudysOwnOrAPlainChestRadiograph() {
    assertEquals("399208008", procedure(film("1.2.3.10", "1.2.3")));
    assertEquals(
        "CXR1",
        procedure(
            film("1.2.3.10", "1.2.3").toBuilder()
                .set(
                    Tag.PROCEDURE_CODE_SEQUENCE,
                    new CodedConcept("CXR1", "99LOCAL", "Chest in bed").item())
                .build()));
  }

  private static String procedure(Dataset source) {
    Dataset report =
        CounterfactualReport.of(
                List.of(source), List.of(edited(source, Films.REMOVE_EFFUSION)), Films.origin())
            .dataset();
    return items(report, Codes.PROCEDURE_REPORTED)
        .get(0)
        .items(Tag.CONCEPT_CODE_SEQUENCE)
        .get(0)
        .string(Tag.CODE_VALUE)
        .orElseThrow();
  }

  @Test
  void filmsOfTwoStudiesDoNotGoIntoOneReport() {
    Dataset first = film("1.2.3.10", "1.2.3");
    Dataset second = film("1.2.3.11", "9.9.9");
    List<EditedFilm> films =
        List.of(edited(first, Films.REMOVE_EFFUSION), edited(second, Films.REMOVE_EFFUSION));
    assertThrows(
        IllegalArgumentException.class,
        () -> CounterfactualReport.of(List.of(first, second), films, Films.origin()));
    assertNotEquals(
        films.get(0).counterfactual().string(Tag.STUDY_INSTANCE_UID),
        films.get(1).counterfactual().string(Tag.STUDY_INSTANCE_UID));
  }
}
