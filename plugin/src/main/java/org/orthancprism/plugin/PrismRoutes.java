// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orthancprism.configuration.Version;
import org.orthancprism.queue.FilmsJson;
import org.orthancprism.queue.TaskRecord;
import org.orthancprism.queue.TaskRecords;
import org.orthancprism.queue.TaskState;
import org.orthancprism.supervision.WorkerStatus;

/** Answers the requests under {@code /prism}; all of them read only. */
final class PrismRoutes implements OrthancHost.RestHandler {

  /** What Orthanc is asked to pass on. */
  static final String EXPRESSION = "/prism/.*";

  private static final Pattern TASK = Pattern.compile("/prism/tasks/([^/]+)");
  private static final int NEWEST = 1000;

  private final PrismConfiguration configuration;
  private final TaskRecords records;
  private final Supplier<WorkerStatus> worker;

  PrismRoutes(
      PrismConfiguration configuration, TaskRecords records, Supplier<WorkerStatus> worker) {
    this.configuration = configuration;
    this.records = records;
    this.worker = worker;
  }

  @Override
  public RestAnswer answer(RestRequest request) {
    String path = request.path();
    Matcher task = TASK.matcher(path);
    Optional<Supplier<RestAnswer>> route =
        switch (path) {
          case "/prism/status" -> Optional.of(this::status);
          case "/prism/tasks" -> Optional.of(this::tasks);
          default -> task.matches() ? Optional.of(() -> task(task.group(1))) : Optional.empty();
        };
    if (route.isEmpty()) {
      return RestAnswer.problem(
          404, "Not found", "There are /prism/status, /prism/tasks and /prism/tasks/STUDY.");
    }
    if (!request.method().equals("GET")) {
      return RestAnswer.problem(405, "Method not allowed", "Only GET is answered here.");
    }
    return route.get().get();
  }

  private RestAnswer status() {
    JsonObjectBuilder queue = Json.createObjectBuilder();
    for (Map.Entry<TaskState, Long> count : records.counts().entrySet()) {
      queue.add(count.getKey().label(), count.getValue());
    }
    return RestAnswer.json(
        Json.createObjectBuilder()
            .add("version", Version.current())
            .add("notice", "Synthetic images. Not for diagnosis.")
            .add("pack", configuration.pack().toString())
            .add("edits", Json.createArrayBuilder(configuration.edits()))
            .add("queue", queue)
            .add("worker", worker())
            .build());
  }

  private JsonObjectBuilder worker() {
    WorkerStatus status = worker.get();
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

  private RestAnswer tasks() {
    JsonArrayBuilder tasks = Json.createArrayBuilder();
    records.newest(NEWEST).forEach(task -> tasks.add(json(task)));
    return RestAnswer.json(tasks.build());
  }

  private RestAnswer task(String studyId) {
    return records
        .find(studyId)
        .map(task -> RestAnswer.json(json(task)))
        .orElseGet(
            () ->
                RestAnswer.problem(
                    404,
                    "No such task",
                    "No study with this identifier of Orthanc's was triggered yet; a study is"
                        + " when it is stable."));
  }

  private static JsonObject json(TaskRecord task) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("study", task.studyId())
            .add("state", task.state().label())
            .add("progress", task.progress())
            .add("attempts", task.attempts())
            .add("films", FilmsJson.array(task.films()))
            .add("queuedAt", task.queuedAt().toString());
    if (task.stage() != null) {
      json.add("stage", task.stage().label());
    }
    if (task.reason() != null) {
      json.add("reason", task.reason());
    }
    if (task.startedAt() != null) {
      json.add("startedAt", task.startedAt().toString());
    }
    if (task.finishedAt() != null) {
      json.add("finishedAt", task.finishedAt().toString());
    }
    return json.build();
  }
}
