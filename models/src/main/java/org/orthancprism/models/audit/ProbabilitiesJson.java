// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Probabilities of findings, in [0, 1], as an object with a number for each finding's name. */
public final class ProbabilitiesJson {

  private ProbabilitiesJson() {}

  /** The object, in the order of the map. */
  public static JsonObjectBuilder of(Map<String, Double> probabilities) {
    JsonObjectBuilder object = Json.createObjectBuilder();
    probabilities.forEach(object::add);
    return object;
  }

  /**
   * Reads what {@link #of} wrote, in its order.
   *
   * @throws ClassCastException when it did not write this
   */
  public static Map<String, Double> read(JsonObject object) {
    Map<String, Double> probabilities = new LinkedHashMap<>();
    object.forEach(
        (finding, value) -> probabilities.put(finding, ((JsonNumber) value).doubleValue()));
    return probabilities;
  }
}
