// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;

/** Which study results are stored in. */
public enum TargetStudy {
  /** The study of their film. */
  SOURCE,
  /** A study of their own, one for each study of films. */
  SEPARATE;

  /** Key of the option. */
  public static final String OPTION = "Study";

  /** Reads the option; {@link #SOURCE} where it is missing. */
  public static TargetStudy read(Section section) throws ConfigurationException {
    Optional<String> text = section.text(OPTION);
    if (text.isEmpty()) {
      return SOURCE;
    }
    return Arrays.stream(values())
        .filter(one -> one.label().equals(text.get()))
        .findFirst()
        .orElseThrow(() -> section.fault(OPTION, "must be source or separate"));
  }

  /** The name in the configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
