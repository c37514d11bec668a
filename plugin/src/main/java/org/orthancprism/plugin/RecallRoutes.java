// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.orthanc.OrthancId;
import org.orthancprism.removal.Criterion;
import org.orthancprism.removal.Recall;
import org.orthancprism.removal.Removed;
import org.orthancprism.rest.JsonBody;
import org.orthancprism.rest.Problem;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;

/** Recalls of results: asked for, and looked at. */
final class RecallRoutes {

  private static final Set<String> KEYS =
      Set.of("pack", "edit", "from", "to", "study", "all", "dryRun");
  private static final int LONGEST_EDIT = 100;
  private static final int PAGE = 20;
  private static final int LARGEST_PAGE = 100;

  private final PrismServices services;
  private final ZoneId zone;

  /**
   * @param zone in which the days of requests begin and end
   */
  RecallRoutes(PrismServices services, ZoneId zone) {
    this.services = services;
    this.zone = zone;
  }

  private record Asked(Criterion criterion, boolean dryRun) {}

  RestAnswer recall(RestRequest request) {
    Asked asked = JsonBody.read(request, KEYS, this::asked);
    String actor = services.actors().of(request);
    return RestAnswer.json(
        202, json(services.recalls().add(actor, asked.criterion(), asked.dryRun())));
  }

  RestAnswer newest(RestRequest request) {
    int limit = Parameters.number(request, "limit", PAGE, LARGEST_PAGE);
    JsonArrayBuilder recalls = Json.createArrayBuilder();
    services.recalls().newest(limit).forEach(recall -> recalls.add(json(recall)));
    return RestAnswer.json(Json.createObjectBuilder().add("recalls", recalls).build());
  }

  RestAnswer one(String number) {
    return RestAnswer.json(
        json(
            services
                .recalls()
                .find(Long.parseLong(number))
                .orElseThrow(
                    () ->
                        Problem.notFound(
                            "There is no recall " + number + "; GET /prism/recall lists them."))));
  }

  private Asked asked(Section body) throws ConfigurationException {
    Optional<LocalDate> from = date(body, "from");
    Optional<LocalDate> to = date(body, "to");
    if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
      throw body.fault("to", "must not be before from");
    }
    Criterion criterion =
        new Criterion(
            matching(body, "pack", "[0-9a-f]{64}", "a pack's digest: 64 hexadecimal digits"),
            matching(body, "edit", "\\S.{0," + (LONGEST_EDIT - 1) + "}", "the name of an edit"),
            from.map(this::begin),
            to.map(day -> begin(day.plusDays(1))),
            matching(body, "study", OrthancId.EXPRESSION, "Orthanc's identifier of a study"));
    boolean all = body.flag("all", false);
    if (criterion.isEmpty() && !all) {
      throw body.fault(
          "pack",
          "or edit, from, to or study must say which results are meant; all: true recalls every"
              + " result of every study");
    }
    if (!criterion.isEmpty() && all) {
      throw body.fault("all", "must not be true where a criterion says which results are meant");
    }
    return new Asked(criterion, body.flag("dryRun", true));
  }

  private static Optional<String> matching(Section body, String key, String expression, String what)
      throws ConfigurationException {
    Optional<String> text = body.text(key);
    if (text.isPresent() && !text.get().matches(expression)) {
      throw body.fault(key, "must be " + what);
    }
    return text;
  }

  private static Optional<LocalDate> date(Section body, String key) throws ConfigurationException {
    Optional<String> text = body.text(key);
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      throw body.fault(key, "must be a date such as 2026-01-31");
    }
  }

  private Instant begin(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  private static JsonObject json(Recall recall) {
    Removed removed = recall.removed();
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("recall", recall.number())
            .add("actor", recall.actor())
            .add("criterion", recall.criterion().json())
            .add("dryRun", recall.dryRun())
            .add("runs", recall.endedAt().isEmpty())
            .add("candidates", recall.candidates())
            .add("looked", recall.looked())
            .add("failed", recall.failed())
            .add("studies", removed.studies())
            .add("series", removed.series())
            .add("instances", removed.instances())
            .add("tasks", removed.tasks())
            .add("askedAt", recall.askedAt().toString());
    recall.endedAt().ifPresent(at -> json.add("endedAt", at.toString()));
    return json.build();
  }
}
