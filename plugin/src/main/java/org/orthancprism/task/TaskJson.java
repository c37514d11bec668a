// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.task;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** A task as answers show it. */
public final class TaskJson {

  private TaskJson() {}

  /** The record of a task. */
  public static JsonObject of(TaskRecord task) {
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
    return json.build();
  }
}
