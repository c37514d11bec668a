// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.finding;

import java.util.Locale;
import java.util.Objects;

/**
 * Something that a pack can take out of a film or put into it, with its code in a terminology.
 *
 * @param name the pack's word for it, as in its captions, for example {@code Support Devices}
 * @param code its code, for example the SNOMED CT concept {@code 60046008}
 * @param codingScheme designator of the code's scheme, for example {@code SCT}
 * @param meaning the code's meaning, for example {@code Pleural effusion}
 */
public record Finding(String name, String code, String codingScheme, String meaning) {

  public Finding {
    for (String part : new String[] {name, code, codingScheme, meaning}) {
      if (Objects.requireNonNull(part, "part of a finding").isBlank()) {
        throw new IllegalArgumentException("a finding has a name, a code, a scheme and a meaning");
      }
    }
  }

  /** The finding's name in lower case with hyphens, as names of edits and files contain it. */
  public String slug() {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  /**
   * Whether a name means this finding: only its letters and digits matter, and not their case; a
   * name that another data set has for it counts too.
   */
  public boolean isNamed(String other) {
    return FindingNames.mean(name, other);
  }
}
