// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.audit.ProbabilitiesJson;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.gate.Gate;

/**
 * What is known of one edit of one film: a line of the journal.
 *
 * @param key what it was made of
 * @param made the edit that was made; for a toggle, with the direction it took
 * @param method name of the editing method
 * @param before probability of each finding in the film, in [0, 1]
 * @param after probability of each finding in the counterfactual, in [0, 1]
 * @param end how it ended
 */
record JournalEntry(
    Key key,
    String made,
    String method,
    Map<String, Double> before,
    Map<String, Double> after,
    End end) {

  /**
   * All that the outcome depends on.
   *
   * @param film SHA-256 of the film's file
   * @param edit the edit that was asked for
   * @param pack SHA-256 of the pack
   * @param seed seed of the edit
   */
  record Key(String film, String edit, String pack, long seed) {}

  /**
   * How an edit ended.
   *
   * @param kind the end
   * @param gates names of the gates that failed
   * @param reason in a sentence why
   */
  record End(Ending.Kind kind, List<String> gates, String reason) {

    End {
      gates = List.copyOf(gates);
    }

    static End of(Ending ending) {
      return new End(
          ending.kind(), ending.failed().stream().map(Gate::label).toList(), ending.reason());
    }
  }

  /**
   * What the edit did to the film.
   *
   * @param patient whose film it is, which the journal does not contain
   */
  FilmEffect effect(Optional<String> patient) {
    return new FilmEffect(key.film(), patient, made, before, after);
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
        .add("end", end.kind().label())
        .add("gates", Json.createArrayBuilder(end.gates()))
        .add("reason", end.reason())
        .build();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @return empty where an earlier version wrote it, which did not tell the end
   * @throws RuntimeException when it did not write this
   */
  static Optional<JournalEntry> of(JsonObject json) {
    if (!json.containsKey("end")) {
      return Optional.empty();
    }
    Key key =
        new Key(
            json.getString("film"),
            json.getString("edit"),
            json.getString("pack"),
            json.getJsonNumber("seed").longValueExact());
    return Optional.of(
        new JournalEntry(
            key,
            json.getString("made"),
            json.getString("method"),
            ProbabilitiesJson.read(json.getJsonObject("before")),
            ProbabilitiesJson.read(json.getJsonObject("after")),
            new End(
                Ending.Kind.of(json.getString("end")),
                json.getJsonArray("gates").getValuesAs(JsonString::getString),
                json.getString("reason"))));
  }
}
