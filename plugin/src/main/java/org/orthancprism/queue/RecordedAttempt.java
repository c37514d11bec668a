// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.orthancprism.database.QueueException;
import org.orthancprism.effects.EffectRecords;
import org.orthancprism.effects.EndRecords;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.results.Replacements;
import org.orthancprism.results.ResultStudies;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.SeparateStudies;
import org.orthancprism.task.Stage;
import org.orthancprism.task.TaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An attempt that writes to its task's record, and takes the time of each stage. */
final class RecordedAttempt implements Attempt {

  private static final Logger LOG = LoggerFactory.getLogger(RecordedAttempt.class);

  private final TaskRecord task;
  private final boolean last;
  private final TaskJournal journal;
  private final EffectRecords effects;
  private final EndRecords ends;
  private final ResultStudies results;
  private final Replacements replacements;
  private final SeparateStudies separateStudies;
  private final Clock clock;
  private final Map<Stage, Duration> times = new EnumMap<>(Stage.class);
  private @Nullable Stage stage;
  private Instant since;

  RecordedAttempt(
      TaskRecord task,
      boolean last,
      TaskJournal journal,
      EffectRecords effects,
      EndRecords ends,
      ResultStudies results,
      Replacements replacements,
      SeparateStudies separateStudies,
      Clock clock) {
    this.task = task;
    this.last = last;
    this.journal = journal;
    this.effects = effects;
    this.ends = ends;
    this.results = results;
    this.replacements = replacements;
    this.separateStudies = separateStudies;
    this.clock = clock;
    this.since = clock.instant();
  }

  @Override
  public String studyId() {
    return task.studyId();
  }

  @Override
  public Optional<CounterfactualRequest> request() {
    return task.request();
  }

  @Override
  public boolean last() {
    return last;
  }

  /** A database that is down for a while costs the display of progress, not the work. */
  @Override
  public void progress(Stage now, double progress) {
    enter(now);
    boolean wanted = true;
    try {
      wanted = journal.progress(task.key(), now, progress);
    } catch (QueueException e) {
      LOG.warn("Its progress can't be noted: {}", e.getMessage());
    }
    // Once results are being stored, an incomplete result would be worse than a needless one.
    if (!wanted && now.compareTo(Stage.STORE) < 0) {
      throw new TaskCancelled(task.key());
    }
  }

  @Override
  public int decoding(String film) {
    return journal.decoding(task.key(), task.studyId(), film);
  }

  /** A note that stays by mistake costs nothing: the next answer removes it. */
  @Override
  public void decoded(String film) {
    try {
      journal.decoded(task.key(), film);
    } catch (QueueException e) {
      LOG.warn("That a film was decoded can't be noted: {}", e.getMessage());
    }
  }

  /**
   * What an attempt before this one made of a film, and this one need not, stays on record. It is
   * read anew: results may have been deleted since the task began.
   */
  @Override
  public void selected(List<FilmSelection> films) {
    List<FilmSelection> former =
        journal.find(task.key()).map(TaskRecord::films).orElse(task.films());
    journal.selected(
        task.key(), films.stream().map(film -> withFormerEdits(film, former)).toList());
  }

  private static FilmSelection withFormerEdits(FilmSelection film, List<FilmSelection> formerly) {
    if (!film.edits().isEmpty() || film.isDamaged()) {
      return film;
    }
    return formerly.stream()
        .filter(former -> former.instanceId().equals(film.instanceId()))
        .findFirst()
        .map(former -> film.with(former.edits()))
        .orElse(film);
  }

  @Override
  public void decided(List<String> edits, List<String> rules) {
    journal.decided(task.key(), edits, rules);
  }

  @Override
  public void storedIn(String studyId) {
    separateStudies.add(studyId, task.studyId());
  }

  @Override
  public void judged(String packDigest, FilmEffect effect) {
    effects.put(packDigest, effect);
  }

  @Override
  public void ended(String packDigest, String instance, FilmSelection.EndedEdit edit) {
    ends.put(packDigest, instance, edit);
  }

  @Override
  public void holdsResults(Instant since) {
    results.note(task.studyId(), since);
  }

  @Override
  public boolean replaces() {
    return replacements.has(task.studyId());
  }

  @Override
  public void replaced() {
    replacements.remove(task.studyId());
  }

  /** How long each stage took so far. */
  Map<Stage, Duration> times() {
    enter(stage);
    return Map.copyOf(times);
  }

  private void enter(@Nullable Stage next) {
    Instant now = clock.instant();
    if (stage != null) {
      times.merge(stage, Duration.between(since, now), Duration::plus);
    }
    stage = next;
    since = now;
  }
}
