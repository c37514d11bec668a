// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.task;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.orthancprism.delivery.Delivery;

/** A task as answers show it. */
public final class TaskJson {

  private TaskJson() {}

  /** The record of a task. */
  public static JsonObject of(TaskRecord task) {
    return of(task, List.of());
  }

  /** A task with what became of its results at their destinations. */
  public static JsonObject of(TaskRecord task, List<Delivery> deliveries) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", task.key().id())
            .add("orthanc", task.key().orthanc())
            .add("study", task.studyId())
            .add("origin", task.origin().label())
            .add("state", task.state().label())
            .add("progress", task.progress())
            .add("attempts", task.attempts())
            .add("edits", Json.createArrayBuilder(task.edits()))
            .add("rules", Json.createArrayBuilder(task.rules()))
            .add("films", FilmsJson.array(task.films()))
            .add("damaged", task.damagedFilms())
            .add("queuedAt", task.queuedAt().toString());
    task.request().ifPresent(request -> json.add("request", request.json()));
    if (task.stage() != null) {
      json.add("stage", task.stage().label());
    }
    if (task.reason() != null) {
      json.add("reason", task.reason());
    }
    if (task.failure() != null) {
      json.add("failure", task.failure().label());
    }
    if (task.worker() != null) {
      json.add("worker", task.worker());
    }
    if (task.startedAt() != null) {
      json.add("startedAt", task.startedAt().toString());
    }
    if (task.finishedAt() != null) {
      json.add("finishedAt", task.finishedAt().toString());
    }
    if (!deliveries.isEmpty()) {
      JsonArrayBuilder sent = Json.createArrayBuilder();
      deliveries.forEach(delivery -> sent.add(of(delivery)));
      json.add("deliveries", sent);
    }
    return json.build();
  }

  private static JsonObjectBuilder of(Delivery delivery) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("destination", delivery.destination())
            .add("state", delivery.state().label())
            .add("objects", delivery.objects())
            .add("left", delivery.left().size())
            .add("attempts", delivery.attempts());
    delivery.reason().ifPresent(reason -> json.add("reason", reason));
    if (delivery.state() == Delivery.State.WAITING) {
      json.add("nextAt", delivery.nextAt().toString());
    }
    return json;
  }
}
