// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.orthancprism.dicom.report.ReportExamples.ADD_EDEMA;
import static org.orthancprism.dicom.report.ReportExamples.counterfactual;
import static org.orthancprism.dicom.report.ReportExamples.edited;
import static org.orthancprism.dicom.report.ReportExamples.ended;
import static org.orthancprism.dicom.report.ReportExamples.film;
import static org.orthancprism.dicom.report.ReportExamples.items;
import static org.orthancprism.dicom.report.ReportExamples.meaning;
import static org.orthancprism.dicom.report.ReportExamples.referenced;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.EditEnding;
import org.orthancprism.dicom.testhelper.Films;

/** How a report says what became of an edit. */
class EndedEditsInReportTest {

  private static final EditEnding WITHHELD =
      new EditEnding(
          EditEnding.Status.WITHHELD, "side effects", "failed: side effects 0.400 above 0.300");

  private static EditWithoutImage withoutImage(Dataset source, EditEnding ending) {
    return new EditWithoutImage(
        source, counterfactual("1.2.3.10", ADD_EDEMA), ended(ADD_EDEMA, ending));
  }

  @Test
  void anEditWithoutAnImageIsListedWithItsReasonAndStatusByCode() {
    Dataset source = film("1.2.3.10", "1.2.3");
    Dataset report =
        CounterfactualReport.of(
                new ReportedFilms(
                    List.of(source),
                    List.of(edited(source, Films.REMOVE_EFFUSION)),
                    List.of(
                        withoutImage(source, WITHHELD),
                        withoutImage(
                            source,
                            new EditEnding(EditEnding.Status.UNDECIDED, "undecided", "0.5")),
                        withoutImage(
                            source,
                            new EditEnding(
                                EditEnding.Status.NOTHING_TO_DO, "nothing to do", "absent"))),
                    List.of()),
                Films.origin())
            .dataset();
    assertEquals(
        List.of("Succeeded", "Failed", "Indeterminate", "Not Attempted"),
        items(report, PrismCodes.ENDING).stream().map(item -> meaning(item)).toList());
    Dataset group = items(report, Codes.MEASUREMENT_GROUP).get(1);
    assertEquals(
        "No image is stored of this edit: side effects. failed: side effects 0.400 above 0.300."
            + " That says nothing of the patient.",
        items(group, Codes.COMMENT).get(0).string(Tag.TEXT_VALUE).orElseThrow());
    assertEquals(Set.of("1.2.3.10"), referenced(group));
    assertNotEquals(
        report.string(Tag.SOP_INSTANCE_UID),
        CounterfactualReport.of(
                List.of(source), List.of(edited(source, Films.REMOVE_EFFUSION)), Films.origin())
            .dataset()
            .string(Tag.SOP_INSTANCE_UID));
  }

  @Test
  void theCautionOfAnImageThatIsStoredAllTheSameStandsInReportAndImage() {
    Dataset source = film("1.2.3.10", "1.2.3");
    EditedFilm film = edited(source, ended(Films.REMOVE_EFFUSION, WITHHELD));
    Dataset report =
        CounterfactualReport.of(List.of(source), List.of(film), Films.origin()).dataset();
    assertEquals("Failed", meaning(items(report, PrismCodes.ENDING).get(0)));
    String comment = items(report, Codes.COMMENT).get(0).string(Tag.TEXT_VALUE).orElseThrow();
    assertTrue(
        comment.startsWith("Caution: side effects. failed: side effects 0.400 above 0.300. "),
        comment);
    String derivation = film.counterfactual().string(Tag.DERIVATION_DESCRIPTION).orElseThrow();
    assertTrue(derivation.contains("not for diagnosis. Caution: side effects."), derivation);
  }

  @Test
  void anEditThatWasMadeHasAnImageAndAReportOne() {
    Dataset source = film("1.2.3.10", "1.2.3");
    assertThrows(IllegalArgumentException.class, () -> withoutImage(source, EditEnding.MADE));
    assertThrows(
        IllegalArgumentException.class, () -> ReportedFilms.of(List.of(source), List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new EditEnding(EditEnding.Status.WITHHELD, "", "no caution"));
  }
}
