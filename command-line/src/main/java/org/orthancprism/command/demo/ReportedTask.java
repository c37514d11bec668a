// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * What the plugin's REST API reports of a study's task.
 *
 * @param state queued, running, done or failed
 * @param stage what is worked on; empty before the first stage
 * @param progress share of the work that is done, in [0, 1]
 * @param reason why it failed, is retried or found nothing to do; empty where there is nothing to
 *     say
 * @param films what became of each instance of the study
 */
record ReportedTask(String state, String stage, double progress, String reason, List<Film> films) {

  /** One instance: whether it is a film to edit, and if not, why. */
  record Film(String orthancId, String sopInstanceUid, boolean eligible, String reason) {}

  /** A task that the plugin never reported. */
  static final ReportedTask MISSING =
      new ReportedTask("failed", "", 0, "it has no task", List.of());

  ReportedTask {
    films = List.copyOf(films);
  }

  static ReportedTask of(JsonObject json) {
    List<Film> films = new ArrayList<>();
    if (json.containsKey("films")) {
      for (JsonObject film : json.getJsonArray("films").getValuesAs(JsonObject.class)) {
        films.add(
            new Film(
                film.getString("instance"),
                film.getString("sopInstanceUid"),
                film.getBoolean("eligible"),
                text(film, "reason")));
      }
    }
    JsonValue progress = json.get("progress");
    return new ReportedTask(
        text(json, "state"),
        text(json, "stage"),
        progress instanceof JsonNumber number ? number.doubleValue() : 0,
        text(json, "reason"),
        films);
  }

  private static String text(JsonObject json, String name) {
    return json.get(name) instanceof JsonString string ? string.getString() : "";
  }

  boolean hasEnded() {
    return state.equals("done") || state.equals("failed");
  }

  boolean hasFailed() {
    return state.equals("failed");
  }
}
