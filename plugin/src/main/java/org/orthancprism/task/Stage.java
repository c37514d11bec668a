// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.task;

import java.util.Locale;

/** The stages of a study's task, in their order. */
public enum Stage {
  READ,
  SELECT,
  DECODE,
  EDIT,
  STORE,
  REPORT,
  MARK;

  /** The stage's name in JSON and in the database, for example {@code decode}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Stage ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
