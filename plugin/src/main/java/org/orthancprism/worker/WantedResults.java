// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Set;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;

/**
 * Which results an edit gets beside its counterfactual series and the report.
 *
 * @param label whether a label is burned into images that says that they are synthetic
 */
public record WantedResults(boolean label) {

  /** What is made where the configuration says nothing. */
  public static final WantedResults DEFAULT = new WantedResults(true);

  /** What may stand in the section {@code Results}. */
  public static final Set<String> KEYS = Set.of("Label");

  /** Reads the section; what is missing in it is as in {@link #DEFAULT}. */
  public static WantedResults read(Section results) throws ConfigurationException {
    results.allow(KEYS);
    return new WantedResults(results.flag("Label", DEFAULT.label));
  }

  /** What {@link #read} reads. */
  JsonObject json() {
    return Json.createObjectBuilder().add("Label", label).build();
  }
}
