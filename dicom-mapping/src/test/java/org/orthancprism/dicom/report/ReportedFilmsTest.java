// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.orthancprism.dicom.report.ReportExamples.ADD_EDEMA;
import static org.orthancprism.dicom.report.ReportExamples.counterfactual;
import static org.orthancprism.dicom.report.ReportExamples.edited;
import static org.orthancprism.dicom.report.ReportExamples.ended;
import static org.orthancprism.dicom.report.ReportExamples.film;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.EditEnding;
import org.orthancprism.dicom.testhelper.Films;

/** Which objects a report refers to, and on which its own UID depends. */
class ReportedFilmsTest {

  private static final String FIRST = "1.2.3.10";
  private static final String UNTOUCHED = "1.2.3.11";

  private final Dataset first = film(FIRST, "1.2.3");
  private final Dataset untouched = film(UNTOUCHED, "1.2.3");
  private final EditedFilm stored = edited(first, Films.REMOVE_EFFUSION);
  private final EditWithoutImage left =
      new EditWithoutImage(
          first,
          counterfactual(FIRST, ADD_EDEMA),
          ended(ADD_EDEMA, new EditEnding(EditEnding.Status.UNDECIDED, "undecided", "0.5")));

  private static Dataset object(String uid) {
    return Dataset.builder().set(Tag.SOP_INSTANCE_UID, uid).build();
  }

  private static List<String> uids(ReportedFilms films) {
    return films.instances().flatMap(one -> one.string(Tag.SOP_INSTANCE_UID).stream()).toList();
  }

  @Test
  void aReportRefersToItsFilmsAndToAllThatIsStoredOfTheirEdits() {
    EditedFilm whole =
        new EditedFilm(
                first,
                stored.counterfactual(),
                stored.edit(),
                stored.change(),
                List.of(),
                Assessment.none(),
                List.of(object("9.1"), object("9.2")),
                Optional.empty())
            .in(object("9.3"));
    ReportedFilms films =
        new ReportedFilms(
            List.of(first, untouched), List.of(whole), List.of(left), List.of("1.2.3.12"));
    assertEquals(
        List.of(
            FIRST,
            UNTOUCHED,
            FIRST,
            counterfactual(FIRST, Films.REMOVE_EFFUSION),
            "9.1",
            "9.2",
            "9.3"),
        uids(films),
        "neither to what is not stored nor to films that are damaged");
  }

  @Test
  void anEditThatIsNotStoredMakesAnotherReportAllTheSame() {
    List<String> one = List.of(counterfactual(FIRST, Films.REMOVE_EFFUSION));
    List<String> both = new ArrayList<>(one);
    both.add(counterfactual(FIRST, ADD_EDEMA));
    assertEquals(one, ReportedFilms.of(List.of(first), List.of(stored)).counterfactuals());
    assertEquals(
        both,
        new ReportedFilms(List.of(first), List.of(stored), List.of(left), List.of())
            .counterfactuals());
  }

  @Test
  void aReportIsAboutAtLeastOneStoredEditOfOneFilm() {
    List<EditedFilm> edits = List.of(stored);
    assertThrows(IllegalArgumentException.class, () -> ReportedFilms.of(List.of(), edits));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ReportedFilms(List.of(first), List.of(), List.of(left), List.of()));
  }

  @Test
  void whatIsToldOfFilmsDoesNotChangeWithTheListsItWasMadeOf() {
    List<EditedFilm> edits = new ArrayList<>(List.of(stored));
    ReportedFilms films = ReportedFilms.of(List.of(first), edits);
    edits.clear();
    assertEquals(1, films.edited().size());
  }
}
