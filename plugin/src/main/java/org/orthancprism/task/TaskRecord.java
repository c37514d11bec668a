// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.task;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.TaskKey;

/**
 * What is known of a task.
 *
 * @param key which task
 * @param studyId Orthanc's identifier of the study
 * @param origin why it is there
 * @param request what was asked for; empty where the rules decide
 * @param edits the edits that the films get; empty until that is decided
 * @param rules names of the rules that decided so; empty where a user asked for the edits
 * @param state the task's state
 * @param stage the stage that is, or was last, worked on; null before the first
 * @param progress share of the work that is done, in [0, 1]
 * @param reason why the task failed, is retried, or found nothing to do; null where there is
 *     nothing to say
 * @param failure the kind of the last failure; null where there was none
 * @param films what became of each instance, as far as the selection has come
 * @param attempts how often a worker began it since it was last triggered
 * @param worker the worker that is, or was last, at it; null before the first
 * @param queuedAt when it was last triggered
 * @param startedAt when a worker last began it
 * @param finishedAt when it ended
 */
public record TaskRecord(
    TaskKey key,
    String studyId,
    TaskOrigin origin,
    Optional<CounterfactualRequest> request,
    List<String> edits,
    List<String> rules,
    TaskState state,
    @Nullable Stage stage,
    double progress,
    @Nullable String reason,
    @Nullable FailureKind failure,
    List<FilmSelection> films,
    int attempts,
    @Nullable String worker,
    Instant queuedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  public TaskRecord {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(studyId, "studyId");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(queuedAt, "queuedAt");
    edits = List.copyOf(edits);
    rules = List.copyOf(rules);
    films = List.copyOf(films);
    if (!(progress >= 0 && progress <= 1)) {
      throw new IllegalArgumentException("progress lies in [0, 1], not " + progress);
    }
  }

  /** How many films could not be read or edited. */
  public long damagedFilms() {
    return films.stream().filter(FilmSelection::isDamaged).count();
  }
}
