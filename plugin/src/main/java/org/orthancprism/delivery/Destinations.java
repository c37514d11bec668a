// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.delivery;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.util.List;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;

/**
 * Where results are sent to, and nothing else is.
 *
 * @param names names of modalities, peers and DICOMweb servers of Orthanc's configuration
 */
public record Destinations(List<String> names) {

  /** Key of the option. */
  public static final String OPTION = "Destinations";

  /** Results stay in Orthanc. */
  public static final Destinations NONE = new Destinations(List.of());

  private static final String NAME = "[A-Za-z0-9._-]{1,64}";

  public Destinations {
    names = List.copyOf(names);
    if (!names.stream().allMatch(name -> name.matches(NAME))) {
      throw new IllegalArgumentException("no names of destinations: " + names);
    }
  }

  /** Reads the option; {@link #NONE} where it is missing. */
  public static Destinations read(Section section) throws ConfigurationException {
    if (!section.has(OPTION)) {
      return NONE;
    }
    List<String> names = section.texts(OPTION);
    if (!names.stream().allMatch(name -> name.matches(NAME))) {
      throw section.fault(
          OPTION, "must list names of 1 to 64 letters, digits, dots, dashes and underscores");
    }
    return new Destinations(names.stream().distinct().toList());
  }

  /** What {@link #read} reads. */
  public JsonArray json() {
    return Json.createArrayBuilder(names).build();
  }
}
