// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;

/** What becomes of results whose film was sent again with other content. */
public enum Outdated {
  /** They are deleted from the study. */
  DELETE,
  /** They stay beside the new ones. */
  KEEP;

  /** Key of the option. */
  public static final String OPTION = "Outdated";

  /** Reads the option; {@link #DELETE} where it is missing. */
  public static Outdated read(Section section) throws ConfigurationException {
    Optional<String> text = section.text(OPTION);
    if (text.isEmpty()) {
      return DELETE;
    }
    return Arrays.stream(values())
        .filter(one -> one.label().equals(text.get()))
        .findFirst()
        .orElseThrow(() -> section.fault(OPTION, "must be delete or keep"));
  }

  /** The name in the configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Does it with results of a study.
   *
   * @return what is gone
   */
  public List<HeldResult> retire(OrthancClient orthanc, List<HeldResult> outdated)
      throws OrthancRestException {
    if (this == KEEP) {
      return List.of();
    }
    return Deletion.delete(orthanc, outdated, "its film was sent again with other content");
  }
}
