// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.edit.EditEnding;
import org.orthancprism.dicom.report.Assessment;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.counterfactual.EditParameters;
import org.orthancprism.models.counterfactual.Outcome;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.gate.Choice;
import org.orthancprism.models.gate.Gate;
import org.orthancprism.models.gate.GateResult;
import org.orthancprism.models.quality.FilmMeasures;
import org.orthancprism.models.request.Edit;
import org.orthancprism.models.request.FindingEdit;
import org.orthancprism.models.request.PromptEdit;

class AssessmentsTest {
  private static final Finding EFFUSION =
      new Finding("Pleural Effusion", "60046008", "SCT", "Pleural effusion");
  private static final Finding EDEMA = new Finding("Edema", "40829002", "SCT", "Pulmonary edema");
  private static final Finding DEVICES =
      new Finding("Support Devices", "49062001", "SCT", "Device");
  private static final List<Finding> FINDINGS = List.of(EFFUSION, EDEMA, DEVICES);

  private static final GateResult FAILED = new GateResult(Gate.IDENTITY, 0.8, 0.9, false);

  private static final Edit REMOVE_EFFUSION = new FindingEdit(Direction.REMOVE, EFFUSION);

  private static final Optional<FindingProbabilities> BEFORE =
      Optional.of(
          new FindingProbabilities(
              Map.of("Effusion", 0.9, "Edema", 0.4, "Something of the classifier's own", 0.2)));
  private static final Optional<FindingProbabilities> AFTER =
      Optional.of(
          new FindingProbabilities(
              Map.of("Effusion", 0.1, "Edema", 0.25, "Something of the classifier's own", 0.8)));

  private static Assessment assessed(
      Edit edit, Optional<FindingProbabilities> before, Optional<FindingProbabilities> after) {
    Outcome outcome =
        new Outcome(
            before,
            after,
            new FilmMeasures(0, 0, 0.97, 1, 0, 0, 0),
            new Choice(0, List.of(FAILED), false, "failed"),
            List.of(FAILED),
            new Ending.Withheld(List.of(FAILED)),
            Map.of(),
            "a1");
    Film film = new Film(1, 1, new float[1]);
    return Assessments.of(
        new Counterfactual(
            film,
            new ChangeMask(1, 1, new float[1]),
            edit,
            new EditParameters("direct", "", "", 1, 1, 1, Optional.empty()),
            outcome),
        FINDINGS);
  }

  @Test
  void theFindingOfTheEditIsToldWithBothProbabilities() {
    Assessment assessment = assessed(REMOVE_EFFUSION, BEFORE, AFTER);
    assertEquals(Optional.of(new Assessment.Presence(0.9, 0.1)), assessment.presence());
    assertEquals(OptionalDouble.of(0.97), assessment.similarity());
    assertEquals(
        List.of(new Assessment.Gate("identity", 0.8, 0.9, false, false)), assessment.gates());
  }

  @Test
  void everyOtherFindingThatThePackHasACodeForIsAnUnintendedEffect() {
    List<Assessment.UnintendedEffect> effects =
        assessed(REMOVE_EFFUSION, BEFORE, AFTER).unintended();
    assertEquals(1, effects.size(), "devices are none that the classifier knows");
    assertEquals("40829002", effects.get(0).finding().value());
    assertEquals(-0.15, effects.get(0).change(), 1e-12);
  }

  @Test
  void withoutAClassifierNothingIsSaidOfAnyFinding() {
    Assessment assessment = assessed(REMOVE_EFFUSION, Optional.empty(), Optional.empty());
    assertTrue(assessment.presence().isEmpty() && assessment.unintended().isEmpty());
  }

  @Test
  void anEditThatWasToldByCaptionsIsAboutNoFindingForSure() {
    Assessment assessment = assessed(new PromptEdit("remove-edema", "a", "b"), BEFORE, AFTER);
    assertTrue(assessment.presence().isEmpty() && assessment.unintended().isEmpty());
  }

  @Test
  void anEditThatWasNotMadeHasACautionInFewWords() {
    assertEquals(EditEnding.MADE, Assessments.ending(new Ending.Made("passed all gates")));
    assertEquals(
        new EditEnding(EditEnding.Status.NOTHING_TO_DO, "nothing to do", "it is absent"),
        Assessments.ending(new Ending.NothingToDo("it is absent")));
    assertEquals(
        "undecided", Assessments.ending(new Ending.Undecided("Edema", 0.5, 0.3, 0.7)).caution());
    Ending withheld = new Ending.Withheld(List.of(FAILED, Gate.SIDE_EFFECTS.atMost(0.5, 0.3)));
    assertEquals("identity, side effects", Assessments.ending(withheld).caution());
  }
}
