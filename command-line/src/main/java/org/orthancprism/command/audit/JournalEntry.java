// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Map;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.audit.ProbabilitiesJson;

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
        .add("before", ProbabilitiesJson.of(before))
        .add("after", ProbabilitiesJson.of(after))
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
        ProbabilitiesJson.read(json.getJsonObject("before")),
        ProbabilitiesJson.read(json.getJsonObject("after")));
  }
}
