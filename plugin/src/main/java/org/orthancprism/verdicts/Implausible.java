// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.verdicts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;

/** What the page does with a result that a reader calls implausible. */
public enum Implausible {
  /** It is shown like the others. */
  KEEP,
  /** The page shows it on demand alone. In Orthanc it stays as it is. */
  HIDE;

  /** Key of the option. */
  public static final String OPTION = "Implausible";

  /** Reads the option; {@link #KEEP} where it is missing. */
  public static Implausible read(Section section) throws ConfigurationException {
    Optional<String> text = section.text(OPTION);
    if (text.isEmpty()) {
      return KEEP;
    }
    return Arrays.stream(values())
        .filter(one -> one.label().equals(text.get()))
        .findFirst()
        .orElseThrow(() -> section.fault(OPTION, "must be keep or hide"));
  }

  /** The name in the configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
