// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.results.Deletion;
import org.orthancprism.results.HeldResult;
import org.orthancprism.results.MarkStore;
import org.orthancprism.results.StudyMark;
import org.orthancprism.task.Stage;

/**
 * Does what the rules call for with those films of a study that it was not done with yet, and marks
 * the study.
 */
final class ArrivalWork {

  private final OrthancClient orthanc;
  private final StudyPreparation preparation;
  private final ResultWork results;
  private final MarkStore marks;

  ArrivalWork(
      OrthancClient orthanc, StudyPreparation preparation, ResultWork results, MarkStore marks) {
    this.orthanc = orthanc;
    this.preparation = preparation;
    this.results = results;
    this.marks = marks;
  }

  /** Does the task. */
  TaskOutcome make(Attempt attempt, Pack pack, List<String> edits, StudySnapshot snapshot)
      throws OrthancRestException, PackException, StudyFailure, StudyChanged {
    boolean replaces = attempt.replaces();
    Set<String> done = replaces ? new LinkedHashSet<>() : done(pack, edits, snapshot);
    StudyNow study = preparation.retire(attempt, preparation.readNew(attempt, snapshot, done));
    FilmReader.Picked picked = study.picked();
    ResultWork.Results made = ResultWork.Results.none(picked.selections());
    String summary = done.isEmpty() ? study.noFilm() : "no new film to edit";
    if (!picked.films().isEmpty()) {
      made = results.make(attempt, pack, CounterfactualRequest.of(edits), study);
      made.films().forEach(film -> done.add(film.instance().revision()));
      summary = made.films().isEmpty() ? summary : made.summary();
    }
    if (done.isEmpty()) {
      DamagedFilms.requireNone(made.selections());
    }
    if (replaces) {
      study = replace(attempt, pack, study, made);
    }
    attempt.progress(Stage.MARK, TaskProgress.MARK);
    mark(
        attempt,
        snapshot,
        // Counts the instances that were seen, not those there now: one that came later is news.
        StudyMark.of(pack.digest(), edits, study.revisionsWith(made.stored()), done));
    // Films that are done without a result of theirs: it was deleted since.
    boolean nothing = made.nothing() || (picked.films().isEmpty() && !done.isEmpty());
    return DamagedFilms.done(summary, made.selections(), nothing && !study.results().hasOwn());
  }

  /** Revisions of the films that it was done with before, as far as the study holds them still. */
  private static Set<String> done(Pack pack, List<String> edits, StudySnapshot snapshot) {
    Set<String> films = new LinkedHashSet<>();
    snapshot.done(pack.digest(), edits).ifPresent(mark -> films.addAll(mark.films()));
    films.retainAll(StoredInstance.revisions(snapshot.instances().own()));
    return films;
  }

  /** Deletes what earlier packs made of a study of which there are new results now. */
  private StudyNow replace(Attempt attempt, Pack pack, StudyNow study, ResultWork.Results made)
      throws OrthancRestException {
    List<HeldResult> former =
        made.films().isEmpty() ? List.of() : study.results().ofOtherPacks(pack.digest());
    List<HeldResult> gone = Deletion.delete(orthanc, former, "the present pack replaces it");
    attempt.replaced();
    return study.without(gone);
  }

  private void mark(Attempt attempt, StudySnapshot snapshot, StudyMark mark)
      throws OrthancRestException {
    Optional<StudyMark> before = MarkStore.mark(snapshot.mark());
    marks.write(
        attempt.studyId(),
        snapshot.mark(),
        found -> Optional.of(found.equals(before) ? mark : mark.merged(found)));
  }
}
