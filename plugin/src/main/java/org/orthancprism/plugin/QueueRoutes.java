// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.queue.AuditTrail;
import org.orthancprism.rest.JsonBody;
import org.orthancprism.rest.Problem;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;

/** The queue as a whole: paused, resumed, and who asked for what. */
final class QueueRoutes {

  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;
  private static final int LONGEST_REASON = 200;

  private final PrismServices services;

  QueueRoutes(PrismServices services) {
    this.services = services;
  }

  RestAnswer pause(RestRequest request) {
    String reason =
        JsonBody.read(
            request,
            Set.of("reason"),
            body -> Parameters.shortText(body, "reason", "no reason given", LONGEST_REASON));
    String actor = services.actors().of(request);
    services.control().pause(reason, actor);
    services.audit().add(actor, "pause", null, null, reason);
    return RestAnswer.json(Json.createObjectBuilder().add("paused", true).build());
  }

  RestAnswer resume(RestRequest request) {
    JsonBody.read(request, Set.of(), body -> body);
    if (!services.control().resume()) {
      throw Problem.conflict("The queue is not paused.");
    }
    services.audit().add(services.actors().of(request), "resume", null, null, "");
    return RestAnswer.json(Json.createObjectBuilder().add("paused", false).build());
  }

  RestAnswer audit(RestRequest request) {
    int limit = Parameters.number(request, "limit", PAGE, LARGEST_PAGE);
    Optional<Long> before =
        request
            .parameter("before")
            .map(text -> (long) Parameters.number(request, "before", 1, Integer.MAX_VALUE));
    List<AuditTrail.Entry> entries = services.audit().newest(before, limit);
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (AuditTrail.Entry entry : entries) {
      JsonObjectBuilder json =
          Json.createObjectBuilder()
              .add("id", entry.id())
              .add("at", entry.at().toString())
              .add("actor", entry.actor())
              .add("action", entry.action())
              .add("detail", entry.detail());
      if (entry.studyId() != null) {
        json.add("study", entry.studyId());
      }
      if (entry.taskId() != null) {
        json.add("task", entry.taskId());
      }
      array.add(json);
    }
    return RestAnswer.json(Json.createObjectBuilder().add("entries", array).build());
  }
}
