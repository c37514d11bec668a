// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How a target caption's tokens find their counterparts in its source's (prompt-to-prompt, arXiv
 * 2208.01626, section 3.2), by their names in packs.
 */
public enum Counterparts {
  /** The captions are aligned globally: the paper's prompt refinement. */
  REFINE("refine"),

  /**
   * Words at the same place correspond: the paper's word swap. Captions of unlike many words are
   * refined.
   */
  REPLACE("replace");

  private final String label;

  Counterparts(String label) {
    this.label = label;
  }

  /** The name. */
  public String label() {
    return label;
  }

  /**
   * That of a name.
   *
   * @throws IllegalArgumentException when there is none; its message names those there are
   */
  public static Counterparts parse(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "editing.crossAttention is '"
                        + label
                        + "'; there are: "
                        + Arrays.stream(values())
                            .map(Counterparts::label)
                            .collect(Collectors.joining(", "))));
  }
}
