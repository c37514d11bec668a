// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/** Whose films the models can't know: they have learned from those of adult humans. */
final class PatientRules {
  /** From this age on, in years, a patient is taken for an adult. */
  static final int ADULT = 18;

  /** As sites in many languages fill it in, as normal text. */
  private static final Set<String> HUMAN_WORDS =
      Set.of(
          "human",
          "homo",
          "homo sapiens",
          "homo sapiens sapiens",
          "homo sapiens organism",
          "mensch",
          "humain",
          "humano",
          "umano",
          "mens",
          "manniska",
          "menneske",
          "ihminen",
          "czlowiek",
          "clovek",
          "ember",
          "insan",
          "человек",
          "людина",
          "ανθρωποσ",
          "人",
          "人間",
          "ヒト",
          "人类",
          "人類",
          "사람",
          "인간");

  /** Homo sapiens in SNOMED CT, and as SNOMED RT had it (CID 7454). */
  private static final Set<String> HUMAN_CODES = Set.of("337915000", "L-85B00");

  private PatientRules() {}

  static Optional<String> child(Dataset dataset) {
    OptionalDouble age = PatientAge.inYears(dataset);
    return age.isPresent() && age.getAsDouble() < ADULT
        ? Optional.of("the patient is under " + ADULT + ": the models know films of adults alone")
        : Optional.empty();
  }

  static boolean ageIsKnown(Dataset dataset) {
    return PatientAge.inYears(dataset).isPresent();
  }

  static Optional<String> animal(Dataset dataset, Vocabulary vocabulary) {
    boolean otherWord =
        dataset
            .string(Tag.PATIENT_SPECIES_DESCRIPTION)
            .map(vocabulary::read)
            .filter(species -> species.isUnknown() && !HUMAN_WORDS.contains(species.text()))
            .isPresent();
    boolean otherCode =
        dataset.items(Tag.PATIENT_SPECIES_CODE_SEQUENCE).stream()
            .flatMap(item -> item.string(Tag.CODE_VALUE).stream())
            .anyMatch(code -> !HUMAN_CODES.contains(code));
    return otherWord || otherCode
        ? Optional.of("the patient is an animal by its Patient Species")
        : Optional.empty();
  }

  static Optional<String> qualityControl(Dataset dataset) {
    return dataset.string(Tag.QUALITY_CONTROL_SUBJECT).filter("YES"::equals).isPresent()
        ? Optional.of("the subject is a quality control phantom")
        : Optional.empty();
  }
}
