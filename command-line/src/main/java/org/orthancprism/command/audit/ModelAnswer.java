// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.audit.ProbabilitiesJson;

/**
 * What one model said of one edit of one film: a line of the journal.
 *
 * @param key what it depends on
 * @param before probability of each finding in the film, in [0, 1]
 * @param after probability of each finding in the counterfactual, in [0, 1]
 * @param controls the same under each control of the edit, by the control's name
 */
record ModelAnswer(
    Key key,
    Map<String, Double> before,
    Map<String, Double> after,
    Map<String, Map<String, Double>> controls) {

  /**
   * All that the answer depends on.
   *
   * @param edit film, edit, pack and seed
   * @param model SHA-256 of the model
   */
  record Key(JournalEntry.Key edit, String model) {}

  ModelAnswer {
    controls = Collections.unmodifiableMap(new LinkedHashMap<>(controls));
  }

  /**
   * What the edit did to the film in the model's eyes.
   *
   * @param made the edit that was made
   * @param patient whose film it is, which the journal does not contain
   */
  FilmEffect effect(String made, Optional<String> patient) {
    return new FilmEffect(key.edit().film(), patient, made, before, after, controls);
  }

  JsonObject toJson() {
    JsonObjectBuilder seen = Json.createObjectBuilder();
    controls.forEach(
        (control, probabilities) -> seen.add(control, ProbabilitiesJson.of(probabilities)));
    return key.edit()
        .json()
        .add("model", key.model())
        .add("before", ProbabilitiesJson.of(before))
        .add("after", ProbabilitiesJson.of(after))
        .add("controls", seen)
        .build();
  }

  /** Whether a line of a journal is one. */
  static boolean isOne(JsonObject line) {
    return line.containsKey("model");
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws RuntimeException when it did not write this
   */
  static ModelAnswer of(JsonObject json) {
    Map<String, Map<String, Double>> controls = new LinkedHashMap<>();
    JsonObject seen = json.getJsonObject("controls");
    seen.keySet()
        .forEach(name -> controls.put(name, ProbabilitiesJson.read(seen.getJsonObject(name))));
    return new ModelAnswer(
        new Key(JournalEntry.Key.read(json), json.getString("model")),
        ProbabilitiesJson.read(json.getJsonObject("before")),
        ProbabilitiesJson.read(json.getJsonObject("after")),
        controls);
  }
}
