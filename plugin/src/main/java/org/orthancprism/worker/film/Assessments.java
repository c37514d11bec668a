// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.edit.EditEnding;
import org.orthancprism.dicom.report.Assessment;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.counterfactual.Outcome;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.gate.Gate;
import org.orthancprism.models.gate.GateResult;
import org.orthancprism.models.request.FindingEdit;

/** Puts what an editor knows of a counterfactual into the words of the report. */
final class Assessments {

  private Assessments() {}

  /**
   * What is known.
   *
   * @param made the counterfactual; one of free captions is about no finding for sure
   * @param findings all findings of the pack; what a classifier sees beside them has no code, and
   *     is left out
   */
  static Assessment of(Counterfactual made, List<Finding> findings) {
    Outcome outcome = made.outcome();
    Optional<Finding> meant =
        made.edit() instanceof FindingEdit about ? Optional.of(about.finding()) : Optional.empty();
    return new Assessment(
        meant.flatMap(finding -> presence(outcome, finding)),
        OptionalDouble.of(outcome.measures().ssim()),
        outcome.verdicts().stream().map(Assessments::gate).toList(),
        meant.map(finding -> unintended(outcome, finding, findings)).orElse(List.of()));
  }

  /** How an edit ended, in the words of DICOM objects. */
  static EditEnding ending(Ending ending) {
    return switch (ending.kind()) {
      case MADE -> EditEnding.MADE;
      case NOTHING_TO_DO ->
          new EditEnding(EditEnding.Status.NOTHING_TO_DO, "nothing to do", ending.reason());
      case UNDECIDED -> new EditEnding(EditEnding.Status.UNDECIDED, "undecided", ending.reason());
      case WITHHELD -> new EditEnding(EditEnding.Status.WITHHELD, gates(ending), ending.reason());
    };
  }

  private static String gates(Ending ending) {
    return ending.failed().stream().map(Gate::label).collect(Collectors.joining(", "));
  }

  /** A finding as DICOM codes it. */
  static CodedConcept code(Finding finding) {
    return new CodedConcept(finding.code(), finding.codingScheme(), finding.meaning());
  }

  private static Assessment.Gate gate(GateResult verdict) {
    return new Assessment.Gate(
        verdict.gate().label(),
        verdict.value(),
        verdict.threshold(),
        verdict.gate().isLimit(),
        verdict.passed());
  }

  private static Optional<Assessment.Presence> presence(Outcome outcome, Finding finding) {
    OptionalDouble before = probability(outcome.before(), finding);
    OptionalDouble after = probability(outcome.after(), finding);
    return before.isPresent() && after.isPresent()
        ? Optional.of(new Assessment.Presence(before.getAsDouble(), after.getAsDouble()))
        : Optional.empty();
  }

  /** What the audit of a folder of films measures of many, for this one. */
  private static List<Assessment.UnintendedEffect> unintended(
      Outcome outcome, Finding meant, List<Finding> findings) {
    List<Assessment.UnintendedEffect> effects = new ArrayList<>();
    for (Finding finding : findings) {
      if (!finding.equals(meant)) {
        presence(outcome, finding)
            .map(seen -> new Assessment.UnintendedEffect(code(finding), seen))
            .ifPresent(effects::add);
      }
    }
    return effects;
  }

  private static OptionalDouble probability(Optional<FindingProbabilities> seen, Finding finding) {
    return seen.map(each -> each.of(finding)).orElseGet(OptionalDouble::empty);
  }
}
