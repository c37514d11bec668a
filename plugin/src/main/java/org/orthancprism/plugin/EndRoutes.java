// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import org.orthancprism.effects.EndRecords;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;

/** How edits ended, week by week, so that a threshold that withholds too much is noticed. */
final class EndRoutes {

  private static final int WEEKS = 12;

  /** Two years. */
  private static final int MOST_WEEKS = 104;

  private final PrismServices services;

  EndRoutes(PrismServices services) {
    this.services = services;
  }

  RestAnswer weeks(RestRequest request) {
    int most = Parameters.number(request, "weeks", WEEKS, MOST_WEEKS);
    JsonArrayBuilder weeks = Json.createArrayBuilder();
    services.endRecords().weeks(most).forEach(week -> weeks.add(json(week)));
    return RestAnswer.json(Json.createObjectBuilder().add("weeks", weeks).build());
  }

  private static JsonObjectBuilder json(EndRecords.Week week) {
    JsonArrayBuilder gates = Json.createArrayBuilder();
    week.gates()
        .forEach(
            (gate, edits) ->
                gates.add(Json.createObjectBuilder().add("gate", gate).add("edits", edits)));
    return counts(week.ends())
        .add("monday", week.monday().toString())
        .add("stored", week.stored())
        .add("gates", gates);
  }

  /** How many edits ended in each way. */
  static JsonObjectBuilder counts(Map<Ending.Kind, Long> ends) {
    return Json.createObjectBuilder()
        .add("made", ends.getOrDefault(Ending.Kind.MADE, 0L))
        .add("nothingToDo", ends.getOrDefault(Ending.Kind.NOTHING_TO_DO, 0L))
        .add("undecided", ends.getOrDefault(Ending.Kind.UNDECIDED, 0L))
        .add("withheld", ends.getOrDefault(Ending.Kind.WITHHELD, 0L));
  }
}
