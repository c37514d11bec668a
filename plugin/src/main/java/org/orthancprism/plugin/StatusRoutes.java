// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.configuration.Version;
import org.orthancprism.delivery.Destinations;
import org.orthancprism.delivery.DestinationsNow;
import org.orthancprism.dicom.codec.InstalledCodec;
import org.orthancprism.logging.RecentLog;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.queue.QueueControl;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;
import org.orthancprism.rules.Rule;
import org.orthancprism.supervision.WorkerStatus;
import org.orthancprism.task.TaskState;
import org.orthancprism.worker.pack.PackCatalog;

/** How things are: for people, for a load balancer, and which pack is at work. */
final class StatusRoutes {

  private static final int LINES = 100;

  /** As many as are kept. */
  static final int MOST_LINES = 500;

  private final PrismServices services;

  StatusRoutes(PrismServices services) {
    this.services = services;
  }

  RestAnswer status() {
    JsonObjectBuilder queue = Json.createObjectBuilder();
    Map<TaskState, Long> counts = services.records().counts();
    counts.forEach((state, count) -> queue.add(state.label(), count));
    PrismConfiguration configuration = services.configuration();
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("version", Version.current())
            .add("notice", "Synthetic images. Not for diagnosis.")
            .add("orthanc", configuration.orthanc().name())
            .add("codec", InstalledCodec.find().name())
            .add("pack", configuration.pack().toString())
            .add("edits", Json.createArrayBuilder(edits(configuration)))
            .add("rules", Json.createArrayBuilder(names(configuration)))
            .add("queue", queue)
            .add("alarm", counts.getOrDefault(TaskState.QUEUED, 0L) > configuration.queueAlarm())
            .add("workers", workers());
    Destinations destinations = configuration.results().destinations();
    if (!destinations.names().isEmpty()) {
      json.add(
          "destinations",
          new DestinationsNow(services.host()::getAlsoFromPlugins, destinations).json());
    }
    services.control().paused().ifPresent(pause -> json.add("paused", json(pause)));
    services.worker().ifPresent(status -> json.add("worker", json(status.get())));
    return RestAnswer.json(json.build());
  }

  private static List<String> edits(PrismConfiguration configuration) {
    return configuration.rules().rules().stream()
        .flatMap(rule -> rule.edits().stream())
        .distinct()
        .toList();
  }

  private static List<String> names(PrismConfiguration configuration) {
    return configuration.rules().rules().stream().map(Rule::name).toList();
  }

  private JsonArrayBuilder workers() {
    JsonArrayBuilder workers = Json.createArrayBuilder();
    for (QueueControl.WorkerInfo worker : services.control().workers()) {
      JsonObjectBuilder json =
          Json.createObjectBuilder()
              .add("name", worker.name())
              .add("device", worker.device())
              .add("tasks", worker.tasks())
              .add("version", worker.version())
              .add("startedAt", worker.startedAt().toString())
              .add("seenAt", worker.seenAt().toString())
              .add("memoryBytes", worker.memoryBytes());
      worker.gpuMemoryBytes().ifPresent(bytes -> json.add("gpuMemoryBytes", bytes));
      workers.add(json);
    }
    return workers;
  }

  private static JsonObjectBuilder json(QueueControl.Pause pause) {
    return Json.createObjectBuilder()
        .add("reason", pause.reason())
        .add("since", pause.since().toString())
        .add("by", pause.by());
  }

  private static JsonObjectBuilder json(WorkerStatus status) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("state", status.state().name().toLowerCase(Locale.ROOT))
            .add("since", status.since().toString())
            .add("restarts", status.restarts());
    if (status.pid() != 0) {
      json.add("pid", status.pid());
    }
    if (status.lastEnd() != null) {
      json.add("lastEnd", status.lastEnd());
    }
    return json;
  }

  /** Up when the queue answers and a worker drains it. */
  RestAnswer health() {
    List<QueueControl.WorkerInfo> workers = services.control().workers();
    if (workers.isEmpty()) {
      return RestAnswer.problem(
          503,
          "No worker",
          "The queue answers, but no worker was seen within the last minute; see Orthanc's log, or"
              + " that of the worker.");
    }
    return RestAnswer.json(
        Json.createObjectBuilder().add("status", "up").add("workers", workers.size()).build());
  }

  /** The newest lines of the log, which holds no patient's data. */
  RestAnswer log(RestRequest request) {
    int limit = Parameters.number(request, "limit", LINES, MOST_LINES);
    JsonArrayBuilder lines = Json.createArrayBuilder();
    for (RecentLog.Entry entry : services.log().newest(limit)) {
      lines.add(
          Json.createObjectBuilder()
              .add("at", entry.at().toString())
              .add("severity", entry.severity().name().toLowerCase(Locale.ROOT))
              .add("line", entry.line()));
    }
    return RestAnswer.json(Json.createObjectBuilder().add("lines", lines).build());
  }

  RestAnswer packs() {
    JsonArrayBuilder packs = Json.createArrayBuilder();
    try {
      Optional<PackCatalog.Entry> entry = services.packs().entry();
      entry.ifPresent(
          pack ->
              packs.add(
                  Json.createObjectBuilder()
                      .add("name", pack.name())
                      .add("version", pack.version())
                      .add("digest", pack.digest())
                      .add("kind", pack.kind())
                      .add("edits", Json.createArrayBuilder(pack.edits()))
                      .add("placements", placements(pack))
                      .add("methods", Json.createArrayBuilder(pack.methods()))
                      .add("classifies", Json.createArrayBuilder(pack.classifies()))));
    } catch (PackException e) {
      throw PackProblem.of(e);
    }
    return RestAnswer.json(Json.createObjectBuilder().add("packs", packs).build());
  }

  private static JsonObjectBuilder placements(PackCatalog.Entry pack) {
    JsonObjectBuilder placements = Json.createObjectBuilder();
    pack.placed()
        .forEach(
            (edit, finding) ->
                placements.add(
                    edit,
                    Json.createObjectBuilder()
                        .add("sizes", words(finding.sizes()))
                        .add("sides", words(finding.sides()))));
    return placements;
  }

  private static JsonArrayBuilder words(Set<? extends Enum<?>> values) {
    return Json.createArrayBuilder(
        values.stream().map(value -> value.name().toLowerCase(Locale.ROOT)).sorted().toList());
  }
}
