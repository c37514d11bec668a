// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.queue.Attempt;
import org.orthancprism.results.HeldResult;
import org.orthancprism.results.Outdated;
import org.orthancprism.task.Stage;

/** Reads a study's files, and deletes outdated results from it before new ones are made. */
final class StudyPreparation {

  private final OrthancClient orthanc;
  private final FilmReader reader;
  private final Outdated outdated;

  StudyPreparation(OrthancClient orthanc, FilmReader reader, Outdated outdated) {
    this.orthanc = orthanc;
    this.reader = reader;
    this.outdated = outdated;
  }

  /** Picks the films of a study that are meant. */
  StudyNow read(Attempt attempt, StudySnapshot study, Predicate<StoredInstance> meant)
      throws OrthancRestException {
    return read(attempt, study, reader.open(study.instances(), study.series()), Set.of(), meant);
  }

  /**
   * Picks the films of a study that it was not done with before. Where results are outdated, all
   * its films are picked: reports that are outdated list films that did not change, too.
   *
   * @param doneBefore revisions of films; emptied where none of them counts
   */
  StudyNow readNew(Attempt attempt, StudySnapshot study, Set<String> doneBefore)
      throws OrthancRestException {
    FilmReader.Reading reading = reader.open(study.instances(), study.series());
    StudyNow read = read(attempt, study, reading, doneBefore, instance -> true);
    if (doneBefore.isEmpty() || read.results().outdated().isEmpty()) {
      return read;
    }
    doneBefore.clear();
    return read(attempt, study, reading, doneBefore, instance -> true);
  }

  private static StudyNow read(
      Attempt attempt,
      StudySnapshot study,
      FilmReader.Reading reading,
      Set<String> doneBefore,
      Predicate<StoredInstance> meant)
      throws OrthancRestException {
    attempt.progress(Stage.READ, TaskProgress.READ);
    FilmReader.Picked picked = reading.pick(doneBefore, meant);
    attempt.progress(Stage.SELECT, TaskProgress.SELECT);
    attempt.selected(picked.selections());
    return StudyNow.of(study, picked);
  }

  /** Deletes outdated results, which show what is known to be wrong. */
  StudyNow retire(Attempt attempt, StudyNow study) throws OrthancRestException {
    if (study.results().hasOwn()) {
      // Copies that Orthanc made of a study have an age of their own.
      attempt.holdsResults(Instant.EPOCH);
    }
    List<HeldResult> gone = outdated.retire(orthanc, study.results().outdated());
    return study.without(gone);
  }
}
