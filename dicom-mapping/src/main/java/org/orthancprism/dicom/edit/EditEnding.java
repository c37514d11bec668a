// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.edit;

import java.util.Objects;

/**
 * How an edit ended, which an image of it and the report must tell.
 *
 * @param status how
 * @param caution what a reader must know at a glance, in few words; empty where the edit was made
 * @param reason the same in a sentence
 */
public record EditEnding(Status status, String caution, String reason) {

  /** The edit was made, and nothing speaks against it. */
  public static final EditEnding MADE = new EditEnding(Status.MADE, "", "");

  /** The ends that there are. */
  public enum Status {
    /** There is a counterfactual that passed all gates. */
    MADE,
    /** The film has nothing that the edit could change. */
    NOTHING_TO_DO,
    /** Nobody knows which way a toggle should go. */
    UNDECIDED,
    /** A gate failed. */
    WITHHELD
  }

  public EditEnding {
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(reason, "reason");
    if (caution.isBlank() != (status == Status.MADE)) {
      throw new IllegalArgumentException("only an edit that was not made has a caution");
    }
  }

  /** The caution in a sentence; empty where the edit was made. */
  public String sentence() {
    return status == Status.MADE ? "" : String.format("Caution: %s. %s. ", caution, reason);
  }
}
