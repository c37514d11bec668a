// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.orthancprism.models.audit.FilmEffect;

/**
 * What is known of one edit of one film: a line of the journal.
 *
 * @param key what it was made of
 * @param made the edit that was made; for a toggle, with the direction it took
 * @param method name of the editing method
 * @param before probability of each finding in the film, in [0, 1]
 * @param after probability of each finding in the counterfactual, in [0, 1]
 */
record JournalEntry(
    Key key, String made, String method, Map<String, Double> before, Map<String, Double> after) {

  /**
   * All that the outcome depends on.
   *
   * @param film SHA-256 of the film's file
   * @param edit the edit that was asked for
   * @param pack SHA-256 of the pack
   * @param seed seed of the edit
   */
  record Key(String film, String edit, String pack, long seed) {}

  FilmEffect effect() {
    return new FilmEffect(key.film(), made, before, after);
  }

  JsonObject toJson() {
    return Json.createObjectBuilder()
        .add("film", key.film())
        .add("edit", key.edit())
        .add("pack", key.pack())
        .add("seed", key.seed())
        .add("made", made)
        .add("method", method)
        .add("before", json(before))
        .add("after", json(after))
        .build();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws RuntimeException when it did not write this
   */
  static JournalEntry of(JsonObject json) {
    Key key =
        new Key(
            json.getString("film"),
            json.getString("edit"),
            json.getString("pack"),
            json.getJsonNumber("seed").longValueExact());
    return new JournalEntry(
        key,
        json.getString("made"),
        json.getString("method"),
        probabilities(json.getJsonObject("before")),
        probabilities(json.getJsonObject("after")));
  }

  private static JsonObjectBuilder json(Map<String, Double> probabilities) {
    JsonObjectBuilder object = Json.createObjectBuilder();
    probabilities.forEach(object::add);
    return object;
  }

  private static Map<String, Double> probabilities(JsonObject json) {
    Map<String, Double> probabilities = new LinkedHashMap<>();
    json.forEach(
        (finding, value) -> probabilities.put(finding, ((JsonNumber) value).doubleValue()));
    return probabilities;
  }
}
