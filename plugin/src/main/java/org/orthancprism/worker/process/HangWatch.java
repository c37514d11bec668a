// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyHandler;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.Stage;

/**
 * Notices a task that does not come on: an engine that hangs holds its thread for ever, while the
 * process goes on to show that it lives.
 */
final class HangWatch {

  private final Duration timeLimit;
  private final LongSupplier nanoTime;
  private final Map<Attempt, AtomicLong> running = new ConcurrentHashMap<>();

  /**
   * A watch.
   *
   * @param timeLimit how long a task may take for one step
   * @param nanoTime a time that never jumps, in nanoseconds
   */
  HangWatch(Duration timeLimit, LongSupplier nanoTime) {
    this.timeLimit = timeLimit;
    this.nanoTime = nanoTime;
  }

  /** The study of a task that hangs; empty where all come on. */
  Optional<String> hanging() {
    long now = nanoTime.getAsLong();
    return running.entrySet().stream()
        .filter(entry -> now - entry.getValue().get() > timeLimit.toNanos())
        .map(entry -> entry.getKey().studyId())
        .findFirst();
  }

  /** The same handler, watched. */
  StudyHandler watching(StudyHandler handler) {
    return attempt -> {
      Watched watched = new Watched(attempt, new AtomicLong(nanoTime.getAsLong()));
      running.put(attempt, watched.steppedAt);
      try {
        return handler.process(watched);
      } finally {
        running.remove(attempt);
      }
    };
  }

  /** Notes each step. */
  private final class Watched implements Attempt {
    private final Attempt attempt;
    private final AtomicLong steppedAt;

    Watched(Attempt attempt, AtomicLong steppedAt) {
      this.attempt = attempt;
      this.steppedAt = steppedAt;
    }

    @Override
    public String studyId() {
      return attempt.studyId();
    }

    @Override
    public Optional<CounterfactualRequest> request() {
      return attempt.request();
    }

    @Override
    public boolean last() {
      return attempt.last();
    }

    @Override
    public void progress(Stage stage, double progress) {
      steppedAt.set(nanoTime.getAsLong());
      attempt.progress(stage, progress);
    }

    @Override
    public int decoding(String film) {
      return attempt.decoding(film);
    }

    @Override
    public void decoded(String film) {
      attempt.decoded(film);
    }

    @Override
    public void selected(List<FilmSelection> films) {
      attempt.selected(films);
    }

    @Override
    public void decided(List<String> edits, List<String> rules) {
      attempt.decided(edits, rules);
    }

    @Override
    public void storedIn(String studyId) {
      attempt.storedIn(studyId);
    }

    @Override
    public void judged(String packDigest, FilmEffect effect) {
      attempt.judged(packDigest, effect);
    }

    @Override
    public void ended(String packDigest, String instance, FilmSelection.EndedEdit edit) {
      attempt.ended(packDigest, instance, edit);
    }

    @Override
    public void holdsResults(Instant since) {
      attempt.holdsResults(since);
    }

    @Override
    public boolean replaces() {
      return attempt.replaces();
    }

    @Override
    public void replaced() {
      attempt.replaced();
    }
  }
}
