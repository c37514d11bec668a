// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.gate.Gate;

/**
 * How one edit of one film ended: a line of the journal.
 *
 * @param key what it was made of
 * @param made the edit that was made; for a toggle, with the direction it took
 * @param method name of the editing method
 * @param end how it ended
 */
record JournalEntry(Key key, String made, String method, End end) {

  /**
   * All that the outcome depends on.
   *
   * @param film SHA-256 of the film's file
   * @param edit the edit that was asked for
   * @param pack SHA-256 of the pack
   * @param seed seed of the edit
   */
  record Key(String film, String edit, String pack, long seed) {

    JsonObjectBuilder json() {
      return Json.createObjectBuilder()
          .add("film", film)
          .add("edit", edit)
          .add("pack", pack)
          .add("seed", seed);
    }

    static Key read(JsonObject json) {
      return new Key(
          json.getString("film"),
          json.getString("edit"),
          json.getString("pack"),
          json.getJsonNumber("seed").longValueExact());
    }
  }

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

  JsonObject toJson() {
    return key.json()
        .add("made", made)
        .add("method", method)
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
    return Optional.of(
        new JournalEntry(
            Key.read(json),
            json.getString("made"),
            json.getString("method"),
            new End(
                Ending.Kind.of(json.getString("end")),
                json.getJsonArray("gates").getValuesAs(JsonString::getString),
                json.getString("reason"))));
  }
}
