// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import static org.orthancprism.dicom.report.ContentItem.Relationship.CONTAINS;
import static org.orthancprism.dicom.report.ContentItem.Relationship.HAS_CONCEPT_MODIFIER;
import static org.orthancprism.dicom.report.ContentItem.Relationship.INFERRED_FROM;

import java.util.Locale;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.result.Reference;

/** What is known of a counterfactual, as measurements (TID 300) and qualitative evaluations. */
final class AssessmentItems {
  private static final double PROBABLE = 0.5;

  private AssessmentItems() {}

  static void addTo(ContentItem group, EditedFilm film) {
    Assessment assessment = film.assessment();
    assessment
        .presence()
        .ifPresent(
            presence -> {
              addPresence(group, film, presence.before(), Codes.BEFORE, film.source());
              addPresence(group, film, presence.after(), Codes.AFTER, film.counterfactual());
            });
    assessment
        .similarity()
        .ifPresent(
            similarity ->
                group.add(
                    CONTAINS,
                    ContentItem.number(
                        PrismCodes.STRUCTURAL_SIMILARITY,
                        MeasurementGroup.rounded(similarity),
                        Codes.NO_UNITS)));
    assessment.gates().forEach(gate -> group.add(CONTAINS, gate(gate)));
    assessment.unintended().forEach(effect -> group.add(CONTAINS, effect(effect)));
  }

  /** Whether the classifier sees the finding, and how certain it is, in one of the two images. */
  private static void addPresence(
      ContentItem group, EditedFilm film, double probability, CodedConcept when, Dataset image) {
    group
        .add(
            CONTAINS,
            ContentItem.number(
                    Codes.CERTAINTY_OF_FINDING,
                    MeasurementGroup.percent(probability),
                    Codes.PERCENT)
                .add(HAS_CONCEPT_MODIFIER, ContentItem.code(PrismCodes.RELATIVE_TO_EDIT, when))
                .add(HAS_CONCEPT_MODIFIER, ContentItem.code(Codes.FINDING, film.edit().finding()))
                .add(
                    INFERRED_FROM,
                    ContentItem.image(Codes.SOURCE_OF_MEASUREMENT, Reference.to(image))))
        .add(
            CONTAINS,
            ContentItem.code(
                    PrismCodes.PRESENCE, probability >= PROBABLE ? Codes.PRESENT : Codes.ABSENT)
                .add(HAS_CONCEPT_MODIFIER, ContentItem.code(PrismCodes.RELATIVE_TO_EDIT, when)));
  }

  private static ContentItem gate(Assessment.Gate gate) {
    String asked =
        String.format(
            Locale.ROOT,
            "%s: %.3f, at %s %.3f is asked for",
            gate.name(),
            gate.value(),
            gate.isLimit() ? "most" : "least",
            gate.threshold());
    return ContentItem.code(PrismCodes.QUALITY_GATE, gate.passed() ? Codes.SUCCEEDED : Codes.FAILED)
        .add(HAS_CONCEPT_MODIFIER, ContentItem.text(PrismCodes.GATE_NAME, asked));
  }

  private static ContentItem effect(Assessment.UnintendedEffect effect) {
    return ContentItem.number(
            PrismCodes.UNINTENDED_EFFECT, MeasurementGroup.percent(effect.change()), Codes.PERCENT)
        .add(HAS_CONCEPT_MODIFIER, ContentItem.code(Codes.FINDING, effect.finding()));
  }
}
