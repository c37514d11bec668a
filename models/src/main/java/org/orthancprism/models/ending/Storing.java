// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.ending;

import java.util.Arrays;
import java.util.Optional;

/** Which edits of films are worth storing. */
public enum Storing {
  /** Those that were made: there was something to do, and no gate failed. */
  HELPFUL("helpful"),
  /** All, whatever became of them. */
  ALL("all");

  private final String label;

  Storing(String label) {
    this.label = label;
  }

  /** The policy's name in configurations. */
  public String label() {
    return label;
  }

  /** The policy of a name, if it is one. */
  public static Optional<Storing> of(String label) {
    return Arrays.stream(values()).filter(one -> one.label.equals(label)).findFirst();
  }

  /** Whether an edit that ended so is stored. */
  public boolean stores(Ending ending) {
    return this == ALL || ending.kind() == Ending.Kind.MADE;
  }
}
