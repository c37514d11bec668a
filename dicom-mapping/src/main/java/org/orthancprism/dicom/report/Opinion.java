// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.PrismCodes;

/** What a reader thinks of a counterfactual. */
public enum Opinion {
  /** It could be a film of the patient, and shows what the edit is about. */
  PLAUSIBLE(PrismCodes.PLAUSIBLE),
  /** Nobody would take it for a film. */
  IMPLAUSIBLE(PrismCodes.IMPLAUSIBLE),
  /** Something changed that the edit is not about. */
  TOOK_ALONG(PrismCodes.TOOK_ALONG);

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts
  private final CodedConcept concept;

  Opinion(CodedConcept concept) {
    this.concept = concept;
  }

  /** The concept that a verdict has as its value. */
  public CodedConcept concept() {
    return concept;
  }

  /** The name in requests and in the database, for example {@code took-along}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The opinion of a name, if it is one. */
  public static Optional<Opinion> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label().equals(label)).findFirst();
  }
}
