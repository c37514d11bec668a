// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.List;
import java.util.Optional;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.orthanc.Metadata;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.EditRegion;
import org.orthancprism.results.MarkStore;
import org.orthancprism.results.StudyMark;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.Stage;

/** Makes what a user asked for of a study, and leaves the mark of the rules' edits unchanged. */
final class RequestWork {

  private final StudyPreparation preparation;
  private final ResultWork results;
  private final MarkStore marks;

  RequestWork(StudyPreparation preparation, ResultWork results, MarkStore marks) {
    this.preparation = preparation;
    this.results = results;
    this.marks = marks;
  }

  /** Does the task. */
  TaskOutcome make(
      Attempt attempt, Pack pack, CounterfactualRequest request, StudySnapshot snapshot)
      throws OrthancRestException, PackException, StudyFailure, StudyChanged {
    StudyNow read =
        preparation.read(attempt, snapshot, instance -> request.choices().mean(instance.id()));
    StudyNow study = preparation.retire(attempt, read);
    Optional<Metadata> mark = mark(attempt, study);
    List<FilmSelection> selections = study.picked().selections();
    if (study.picked().films().isEmpty()) {
      refuseUnfit(request.choices().region(), selections);
      DamagedFilms.requireNone(selections);
      return new TaskOutcome.Done(study.noFilm());
    }
    ResultWork.Results made = results.make(attempt, pack, request, study);
    attempt.progress(Stage.MARK, TaskProgress.MARK);
    List<String> before = StoredInstance.revisions(snapshot.instances().all());
    // Or else these results would look like news to the next trigger.
    marks.changed(attempt.studyId(), mark, before, study.revisionsWith(made.stored()));
    return DamagedFilms.done(made.summary(), made.selections(), false);
  }

  /** The mark as it is now: where reports are gone that told of other films, it counts no film. */
  private Optional<Metadata> mark(Attempt attempt, StudyNow study) throws OrthancRestException {
    Optional<Metadata> read = study.snapshot().mark();
    if (!study.isSmaller()) {
      return read;
    }
    // The rules' task looks at all films anew.
    marks.write(attempt.studyId(), read, found -> found.map(StudyMark::withoutFilms));
    return marks.read(attempt.studyId());
  }

  private static void refuseUnfit(Optional<EditRegion> only, List<FilmSelection> selections)
      throws StudyFailure {
    if (only.isPresent()) {
      String reason =
          selections.stream()
              .map(FilmSelection::reason)
              .findFirst()
              .orElse("it is no longer there");
      throw new StudyFailure(
          "instance "
              + only.get().instance()
              + ", on which the region lies, can't be edited: "
              + reason);
    }
  }
}
