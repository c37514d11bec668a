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
import java.util.function.Supplier;
import java.util.regex.Matcher;
import org.orthancprism.configuration.Version;
import org.orthancprism.queue.TaskFilter;
import org.orthancprism.queue.TaskRecord;
import org.orthancprism.queue.TaskRecords;
import org.orthancprism.queue.TaskState;
import org.orthancprism.rest.JsonBody;
import org.orthancprism.rest.Problem;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;
import org.orthancprism.rest.Router;
import org.orthancprism.supervision.WorkerStatus;

/** Answers the requests under {@code /prism}. */
final class PrismRoutes implements OrthancHost.RestHandler {

  /** What Orthanc is asked to pass on. */
  static final String EXPRESSION = "/prism/.*";

  private static final int LARGEST_PAGE = 1000;

  private final PrismConfiguration configuration;
  private final TaskRecords records;
  private final Optional<Supplier<WorkerStatus>> worker;
  private final Router router;

  PrismRoutes(
      PrismConfiguration configuration,
      TaskRecords records,
      Optional<Supplier<WorkerStatus>> worker) {
    this.configuration = configuration;
    this.records = records;
    this.worker = worker;
    this.router =
        new Router.Builder()
            .route("GET", "/prism/status", (request, path) -> status())
            .route("GET", "/prism/tasks", (request, path) -> tasks(request))
            .route("GET", "/prism/tasks/{}", (request, path) -> task(path))
            .route("POST", "/prism/rules/test", (request, path) -> rules(request))
            .build();
  }

  @Override
  public RestAnswer answer(RestRequest request) {
    return router.answer(request);
  }

  private RestAnswer status() {
    JsonObjectBuilder queue = Json.createObjectBuilder();
    for (Map.Entry<TaskState, Long> count : records.counts().entrySet()) {
      queue.add(count.getKey().label(), count.getValue());
    }
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("version", Version.current())
            .add("notice", "Synthetic images. Not for diagnosis.")
            .add("orthanc", configuration.orthanc().name())
            .add("pack", configuration.pack().toString())
            .add("edits", Json.createArrayBuilder(configuration.edits()))
            .add("queue", queue);
    worker.ifPresent(status -> json.add("worker", json(status.get())));
    return RestAnswer.json(json.build());
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

  private RestAnswer tasks(RestRequest request) {
    int limit = limit(request);
    Optional<TaskState> state =
        request
            .parameter("state")
            .map(
                label ->
                    TaskState.find(label)
                        .orElseThrow(
                            () ->
                                Problem.badRequest(
                                    "There is no such state; there are "
                                        + List.of(TaskState.values()))));
    List<TaskRecord> page =
        records.page(
            new TaskFilter(state, request.parameter("study"), request.parameter("after"), limit));
    JsonArrayBuilder tasks = Json.createArrayBuilder();
    page.forEach(task -> tasks.add(TaskJson.of(task)));
    JsonObjectBuilder json = Json.createObjectBuilder().add("tasks", tasks);
    if (page.size() == limit) {
      json.add("next", page.get(limit - 1).key().id());
    }
    return RestAnswer.json(json.build());
  }

  private static int limit(RestRequest request) {
    String limit = request.parameter("limit").orElse(Integer.toString(100));
    if (limit.matches("\\d{1,4}")) {
      int number = Integer.parseInt(limit);
      if (number >= 1 && number <= LARGEST_PAGE) {
        return number;
      }
    }
    throw Problem.badRequest("limit is a number from 1 to " + LARGEST_PAGE + ".");
  }

  private RestAnswer task(Matcher path) {
    return records
        .find(path.group(1))
        .map(task -> RestAnswer.json(TaskJson.of(task)))
        .orElseThrow(
            () ->
                Problem.notFound(
                    "There is no such task: no study with this identifier of Orthanc's was"
                        + " triggered yet; a study is when it is stable."));
  }

  private RestAnswer rules(RestRequest request) {
    String study = JsonBody.read(request, Set.of("study"), body -> body.requiredText("study"));
    return RestAnswer.json(
        Json.createObjectBuilder()
            .add("study", study)
            .add("edits", Json.createArrayBuilder(configuration.edits()))
            .build());
  }
}
