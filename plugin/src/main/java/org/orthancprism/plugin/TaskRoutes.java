// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.orthancprism.delivery.Delivery;
import org.orthancprism.rest.JsonBody;
import org.orthancprism.rest.Problem;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;
import org.orthancprism.task.TaskFilter;
import org.orthancprism.task.TaskJson;
import org.orthancprism.task.TaskRecord;
import org.orthancprism.task.TaskState;

/** The tasks: looked at, done again, taken back. */
final class TaskRoutes {

  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;
  private static final int LONGEST_REASON = 500;

  private final PrismServices services;

  TaskRoutes(PrismServices services) {
    this.services = services;
  }

  RestAnswer page(RestRequest request) {
    int limit = Parameters.number(request, "limit", PAGE, LARGEST_PAGE);
    List<TaskRecord> page =
        services
            .records()
            .page(
                new TaskFilter(
                    request.parameter("state").map(TaskRoutes::state),
                    request.parameter("study"),
                    request.parameter("after"),
                    limit));
    Map<String, List<Delivery>> deliveries =
        services.deliveries().of(page.stream().map(task -> task.key().id()).toList()).stream()
            .collect(Collectors.groupingBy(delivery -> delivery.task().id()));
    JsonArrayBuilder tasks = Json.createArrayBuilder();
    page.forEach(
        task -> tasks.add(TaskJson.of(task, deliveries.getOrDefault(task.key().id(), List.of()))));
    JsonObjectBuilder json = Json.createObjectBuilder().add("tasks", tasks);
    if (page.size() == limit) {
      json.add("next", page.get(limit - 1).key().id());
    }
    return RestAnswer.json(json.build());
  }

  private static TaskState state(String label) {
    return TaskState.find(label)
        .orElseThrow(
            () ->
                Problem.badRequest(
                    "There is no state '"
                        + label
                        + "'; there are "
                        + Arrays.stream(TaskState.values()).map(TaskState::label).toList()
                        + "."));
  }

  RestAnswer one(String taskId) {
    return RestAnswer.json(TaskJson.of(found(taskId), services.deliveries().of(List.of(taskId))));
  }

  private TaskRecord found(String taskId) {
    return services
        .records()
        .find(taskId)
        .orElseThrow(
            () ->
                Problem.notFound(
                    "There is no such task: no study with this identifier of Orthanc's was"
                        + " triggered yet; a study is when it is stable."));
  }

  RestAnswer retry(RestRequest request, String taskId) {
    JsonBody.read(request, Set.of(), body -> body);
    TaskRecord task = found(taskId);
    if (!services.queue().retry(taskId)) {
      throw Problem.conflict(
          "The task has not ended; wait for its end, or cancel it before you retry it.");
    }
    services
        .audit()
        .add(
            services.actors().of(request),
            "retry",
            task.studyId(),
            taskId,
            "was " + task.state().label());
    return RestAnswer.json(202, TaskJson.of(found(taskId)));
  }

  RestAnswer retryAll(RestRequest request) {
    JsonBody.read(request, Set.of(), body -> body);
    int retried = 0;
    List<TaskRecord> failed;
    do {
      failed =
          services
              .records()
              .page(
                  new TaskFilter(
                      Optional.of(TaskState.FAILED),
                      Optional.empty(),
                      Optional.empty(),
                      LARGEST_PAGE));
      int before = retried;
      retried += services.queue().retryAll(failed.stream().map(task -> task.key().id()).toList());
      if (retried == before) {
        break;
      }
    } while (failed.size() == LARGEST_PAGE);
    services
        .audit()
        .add(services.actors().of(request), "retry-failed", null, null, "tasks: " + retried);
    return RestAnswer.json(202, Json.createObjectBuilder().add("tasks", retried).build());
  }

  RestAnswer cancel(RestRequest request, String taskId) {
    String reason =
        JsonBody.read(
            request,
            Set.of("reason"),
            body -> Parameters.shortText(body, "reason", "cancelled", LONGEST_REASON));
    TaskRecord task = found(taskId);
    String actor = services.actors().of(request);
    if (!services.queue().cancel(taskId, reason + " (" + actor + ")")) {
      throw Problem.conflict("The task has ended: " + task.state().label() + ".");
    }
    services.audit().add(actor, "cancel", task.studyId(), taskId, reason);
    return RestAnswer.json(202, TaskJson.of(found(taskId)));
  }
}
