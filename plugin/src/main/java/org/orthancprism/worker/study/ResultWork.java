// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.report.CounterfactualReport;
import org.orthancprism.dicom.report.ReportedFilms;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.dicom.result.ResultsStudy;
import org.orthancprism.models.ending.Storing;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.provenance.ResultFiles;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.results.EditIdentities;
import org.orthancprism.results.ExpectedResults;
import org.orthancprism.results.TargetStudy;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.Stage;
import org.orthancprism.worker.film.FilmEditor;
import org.orthancprism.worker.film.ResultObject;
import org.orthancprism.worker.film.SourceFilm;
import org.orthancprism.worker.film.WantedResults;
import org.orthancprism.worker.pack.EditorSlot;
import org.orthancprism.worker.pack.LoadedPack;

/** Makes and stores the results of a study that are missing. */
final class ResultWork {

  private final EditorSlot packs;
  private final WantedResults wanted;
  private final ResultFiles files;
  private final FilmWork work;
  private final ResultStore store;
  private final Courtesy throttle;
  private final ResultSending sending;
  private final Clock clock;

  /** Lets studies arrive before results are stored. */
  @FunctionalInterface
  interface Courtesy {
    void await(Attempt attempt) throws OrthancRestException;
  }

  ResultWork(
      OrthancClient orthanc,
      EditorSlot packs,
      WantedResults wanted,
      ResultFiles files,
      FilmWork work,
      Courtesy throttle,
      DeliveryRecords deliveries,
      Clock clock) {
    this.packs = packs;
    this.wanted = wanted;
    this.files = files;
    this.work = work;
    this.store = new ResultStore(orthanc);
    this.throttle = throttle;
    this.sending = new ResultSending(deliveries, wanted.destinations());
    this.clock = clock;
  }

  /**
   * What a study has now.
   *
   * @param films the films whose edits ended, now or before
   * @param stored the objects that were stored now
   * @param selections what became of each instance
   * @param nothing whether films were edited now, and no edit of any of them is stored
   */
  record Results(
      List<SourceFilm> films,
      List<StoredInstance> stored,
      List<FilmSelection> selections,
      boolean nothing) {
    Results {
      films = List.copyOf(films);
      stored = List.copyOf(stored);
      selections = List.copyOf(selections);
    }

    /** No film was edited. */
    static Results none(List<FilmSelection> selections) {
      return new Results(List.of(), List.of(), selections, false);
    }

    /** In a sentence, what is special about them; empty where nothing is. */
    String summary() {
      return nothing ? "no edit is stored: films[].edits[] tell the reason of each" : "";
    }
  }

  /** Makes and stores the results that are missing. */
  Results make(Attempt attempt, Pack pack, CounterfactualRequest request, StudyNow study)
      throws OrthancRestException, PackException, StudyFailure, StudyChanged {
    FilmReader.Picked picked = study.picked();
    List<SourceFilm> films = left(pack, request, study);
    sending.sendUnnoted(attempt, study.results());
    if (films.isEmpty()) {
      return new Results(picked.films(), List.of(), picked.selections(), false);
    }
    LoadedPack loaded = packs.open(pack);
    Origin origin =
        new Origin(
            loaded.algorithm(),
            study.snapshot().series().numbers(study.instances()),
            target(study),
            clock);
    FilmEditor editor = new FilmEditor(loaded, request, wanted, storing(attempt), origin, files);
    FilmWork.Made made = work.edit(attempt, editor, films, picked.selections());
    attempt.selected(made.selections());
    List<SourceFilm> edited = made.films();
    List<SourceFilm> whole = new ArrayList<>(picked.films());
    whole.removeIf(film -> films.contains(film) && !edited.contains(film));
    if (whole.isEmpty()) {
      DamagedFilms.requireNone(made.selections());
    }
    List<StoredInstance> stored = stored(attempt, made, origin, study);
    tell(attempt, pack, study.snapshot().separate().patientOfFilms(), made);
    return new Results(whole, stored, made.selections(), !edited.isEmpty() && stored.isEmpty());
  }

  private ExpectedResults expected(
      Pack pack, CounterfactualRequest request, StudyNow study, SourceFilm film) {
    List<String> edits =
        request.edits().stream()
            .map(edit -> EditIdentities.identity(edit, request.choices()).key())
            .toList();
    return wanted.of(pack.digest(), edits, film.version(), target(study));
  }

  /** What somebody asks for is stored whatever became of it. */
  private Storing storing(Attempt attempt) {
    return attempt.request().isPresent() ? Storing.ALL : wanted.storing();
  }

  /** The study that results are written into. */
  private ResultsStudy target(StudyNow study) {
    return wanted.study() == TargetStudy.SEPARATE
        ? study.snapshot().separate().study()
        : ResultsStudy.ofFilm();
  }

  private List<StoredInstance> stored(
      Attempt attempt, FilmWork.Made made, Origin origin, StudyNow study)
      throws OrthancRestException, StudyFailure, StudyChanged {
    List<ResultObject> files =
        made.results().stream().flatMap(result -> result.objects().files().stream()).toList();
    if (files.isEmpty()) {
      return List.of();
    }
    DicomObject report = CounterfactualReport.of(reported(made), origin);
    throttle.await(attempt);
    attempt.holdsResults(clock.instant());
    attempt.progress(Stage.STORE, TaskProgress.STORE);
    String uid = report.sopInstanceUid().orElseThrow();
    return sending.store(
        attempt,
        uid,
        () ->
            store.store(
                attempt,
                made.films(),
                files,
                new ResultObject(uid, this.files.of(report)),
                wanted.study() == TargetStudy.SEPARATE
                    ? Optional.of(study.snapshot().separate())
                    : Optional.empty()));
  }

  private static ReportedFilms reported(FilmWork.Made made) {
    return new ReportedFilms(
        made.films().stream().map(film -> film.object().dataset()).toList(),
        made.results().stream().flatMap(result -> result.objects().films().stream()).toList(),
        made.results().stream()
            .flatMap(result -> result.objects().withoutImage().stream())
            .toList(),
        DamagedFilms.uids(made.selections()));
  }

  private static void tell(Attempt attempt, Pack pack, String patient, FilmWork.Made made) {
    for (FilmEditor.Result result : made.results()) {
      String instance = result.film().instance().id();
      result.edits().forEach(edit -> attempt.ended(pack.digest(), instance, edit));
      result.effects().forEach(effect -> attempt.judged(pack.digest(), effect.ofPatient(patient)));
    }
  }

  /** The films whose results are not all there, as they are where a worker died at the very end. */
  private List<SourceFilm> left(Pack pack, CounterfactualRequest request, StudyNow study) {
    return study.picked().films().stream()
        .filter(
            film -> !study.results().isDone(film.version(), expected(pack, request, study, film)))
        .toList();
  }
}
