// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.Objects;

/** What a header says about one question: is it the chest, is it frontal? */
sealed interface Verdict {

  /** Yes: it says so. */
  record Stated() implements Verdict {}

  /** Nothing. */
  record Silent() implements Verdict {}

  /**
   * No.
   *
   * @param reason one line, without patient data
   */
  record Denied(String reason) implements Verdict {
    public Denied {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
