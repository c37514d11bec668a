// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.Objects;

/** What a header says about one question: is it the chest, is it frontal? */
sealed interface HeaderAnswer {

  /** Yes: it says so. */
  record Stated() implements HeaderAnswer {}

  /** Nothing. */
  record Silent() implements HeaderAnswer {}

  /**
   * No.
   *
   * @param reason one line, without patient data
   */
  record Denied(String reason) implements HeaderAnswer {
    public Denied {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
