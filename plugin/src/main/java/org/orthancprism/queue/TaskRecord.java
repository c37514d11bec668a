// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a study's task.
 *
 * @param studyId Orthanc's identifier of the study
 * @param state where the task stands
 * @param stage the stage that is, or was last, worked on; null before the first
 * @param progress share of the work that is done, in [0, 1]
 * @param reason why the task failed, is retried, or found nothing to do; null where there is
 *     nothing to say
 * @param films what became of each instance, as far as the selection has come
 * @param attempts how often a worker began it since it was last triggered
 * @param queuedAt when it was last triggered
 * @param startedAt when a worker last began it
 * @param finishedAt when it ended
 */
public record TaskRecord(
    String studyId,
    TaskState state,
    @Nullable Stage stage,
    double progress,
    @Nullable String reason,
    List<FilmSelection> films,
    int attempts,
    Instant queuedAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {

  public TaskRecord {
    Objects.requireNonNull(studyId, "studyId");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(queuedAt, "queuedAt");
    films = List.copyOf(films);
    if (!(progress >= 0 && progress <= 1)) {
      throw new IllegalArgumentException("progress lies in [0, 1], not " + progress);
    }
  }
}
