// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.report.CounterfactualReport;
import org.orthancprism.dicom.report.EditedFilm;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.dicom.result.Reference;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.orthanc.CalledFor;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.CounterfactualRequest;
import org.orthancprism.queue.EditRegion;
import org.orthancprism.queue.FailureKind;
import org.orthancprism.queue.FilmSelection;
import org.orthancprism.queue.Stage;
import org.orthancprism.queue.StudyHandler;
import org.orthancprism.queue.TaskOutcome;

/**
 * Does a study's task: reads the study, picks the films, decodes and edits them, stores the results
 * and the report, and marks the study.
 *
 * <p>All results of a study are made before the first is stored. Their UIDs depend on source, edit
 * and pack alone, so that a task that is done twice changes nothing.
 */
final class StudyProcessor implements StudyHandler {

  private final OrthancClient orthanc;
  private final PackShelf packs;
  private final WantedResults wanted;
  private final DicomCodec codec;
  private final FilmReader reader;
  private final FilmWork work;
  private final ReportedFilms reported;
  private final ResultStore store;
  private final IntakeCourtesy.Patience patience;
  private final BooleanSupplier stopping;
  private final Clock clock;

  StudyProcessor(
      OrthancClient orthanc,
      PackShelf packs,
      FilmSelector selector,
      WorkLimits limits,
      WantedResults wanted,
      DicomCodec codec,
      IntakeCourtesy.Patience patience,
      BooleanSupplier stopping,
      Clock clock) {
    this.orthanc = orthanc;
    this.packs = packs;
    this.wanted = wanted;
    this.codec = codec;
    this.reader = new FilmReader(orthanc, codec, selector, limits);
    this.work = new FilmWork(new FilmDecoder(orthanc, limits.pixelsPerFilm()), stopping);
    this.reported = new ReportedFilms(orthanc, wanted, codec);
    this.store = new ResultStore(orthanc);
    this.patience = patience;
    this.stopping = stopping;
    this.clock = clock;
  }

  @Override
  public TaskOutcome process(Attempt attempt) {
    try {
      return work(attempt);
    } catch (OrthancRestException e) {
      return Failures.of(e);
    } catch (PackException e) {
      return new TaskOutcome.Failed(FailureKind.PACK, "the pack can't be used: " + e.getMessage());
    } catch (StudyFailure e) {
      return new TaskOutcome.Failed(e.kind(), String.valueOf(e.getMessage()));
    } catch (StopRequested e) {
      return new TaskOutcome.Interrupted(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      if (Failures.isOutOfMemory(e)) {
        return new TaskOutcome.RetryLater(
            FailureKind.MEMORY, "the device has not enough memory: " + e.getMessage());
      }
      throw e;
    }
  }

  private TaskOutcome work(Attempt attempt)
      throws OrthancRestException, PackException, StudyFailure {
    letStudiesArrive(attempt);
    Pack pack = packs.verified();
    List<StoredInstance> instances = orthanc.instances(attempt.studyId());
    Optional<StudyMark> mark =
        orthanc.metadata(attempt.studyId(), StudyMark.METADATA).flatMap(StudyMark::parse);
    if (attempt.request().isPresent()) {
      return asked(attempt, pack, attempt.request().get(), instances, mark);
    }
    CalledFor called = orthanc.calledFor(attempt.studyId());
    List<String> edits = called.edits();
    if (edits.isEmpty()) {
      return new TaskOutcome.Done("no rule asks for an edit of this study");
    }
    attempt.decided(edits, called.rules());
    Optional<StudyMark> same = mark.filter(one -> one.isOf(pack.digest(), edits));
    return same.isPresent() && same.get().holds(ids(instances))
        ? new TaskOutcome.NothingNew()
        : arrived(attempt, pack, edits, instances, same.map(StudyMark::films).orElse(Set.of()));
  }

  /** What somebody asked for does not wait: somebody else does. */
  private void letStudiesArrive(Attempt attempt) throws OrthancRestException {
    if (attempt.request().isEmpty()) {
      patience.await(stopping);
    }
  }

  /** Does what somebody asked for, and leaves the mark of what the rules call for as it is. */
  private TaskOutcome asked(
      Attempt attempt,
      Pack pack,
      CounterfactualRequest wish,
      List<StoredInstance> instances,
      Optional<StudyMark> mark)
      throws OrthancRestException, PackException, StudyFailure {
    List<StoredInstance> meant =
        instances.stream().filter(instance -> wish.choices().mean(instance.id())).toList();
    FilmReader.Picked picked = pick(attempt, meant, Set.of());
    if (picked.films().isEmpty()) {
      refuseUnfit(wish.choices().region(), picked.selections());
      requireWhole(picked.selections());
      return new TaskOutcome.Done(noFilm(instances));
    }
    Results results = results(attempt, pack, wish, instances, picked);
    attempt.progress(Stage.MARK, Progressing.MARK);
    // Or else these results would look like news to the next trigger.
    if (mark.filter(one -> one.holds(ids(instances))).isPresent()) {
      set(attempt.studyId(), mark.get().withInstances(union(ids(instances), results.ids())));
    }
    return done("", results.selections());
  }

  /** A task of which nothing could be done, since films are damaged, has failed. */
  private static void requireWhole(List<FilmSelection> selections) throws StudyFailure {
    Optional<FilmSelection> damaged =
        selections.stream().filter(FilmSelection::isDamaged).findFirst();
    if (damaged.isPresent()) {
      throw new StudyFailure(damaged.get().reason());
    }
  }

  /** Names the films that were left out. */
  private static TaskOutcome done(String summary, List<FilmSelection> selections) {
    List<String> damaged =
        selections.stream().filter(FilmSelection::isDamaged).map(FilmSelection::reason).toList();
    if (damaged.isEmpty()) {
      return new TaskOutcome.Done(summary);
    }
    TaskOutcome.Done done = new TaskOutcome.Done(summary, damaged.size());
    return new TaskOutcome.Done(done.state() + ": " + String.join("; ", damaged), damaged.size());
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

  /** Does what the rules call for with the films that it was not done with yet. */
  private TaskOutcome arrived(
      Attempt attempt,
      Pack pack,
      List<String> edits,
      List<StoredInstance> instances,
      Set<String> doneBefore)
      throws OrthancRestException, PackException, StudyFailure {
    FilmReader.Picked picked = pick(attempt, instances, doneBefore);
    Set<String> films = new LinkedHashSet<>(doneBefore);
    Results results = new Results(List.of(), List.of(), picked.selections());
    String summary = doneBefore.isEmpty() ? noFilm(instances) : "no new film to edit";
    if (!picked.films().isEmpty()) {
      CounterfactualRequest wish = CounterfactualRequest.of(edits);
      results = results(attempt, pack, wish, instances, picked);
      results.films().forEach(film -> films.add(film.sopInstanceUid()));
      summary = "";
    }
    if (films.isEmpty()) {
      requireWhole(results.selections());
    }
    attempt.progress(Stage.MARK, Progressing.MARK);
    // Counts the instances that were seen, not those there now: one that came later is news.
    Set<String> seen = union(ids(instances), results.ids());
    set(attempt.studyId(), StudyMark.of(pack.digest(), edits, seen, films));
    return done(summary, results.selections());
  }

  private FilmReader.Picked pick(
      Attempt attempt, List<StoredInstance> instances, Set<String> doneBefore)
      throws OrthancRestException {
    attempt.progress(Stage.READ, Progressing.READ);
    FilmReader.Picked picked = reader.pick(instances, doneBefore);
    attempt.progress(Stage.SELECT, Progressing.SELECT);
    attempt.selected(picked.selections());
    return picked;
  }

  private static String noFilm(List<StoredInstance> instances) {
    return "no film to edit; instances looked at: " + instances.size();
  }

  private static Set<String> union(List<String> some, List<String> others) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(others);
    return all;
  }

  private void set(String studyId, StudyMark mark) throws OrthancRestException {
    orthanc.setMetadata(studyId, StudyMark.METADATA, mark.text(clock.instant()));
  }

  private static List<String> ids(List<StoredInstance> instances) {
    return instances.stream().map(StoredInstance::id).toList();
  }

  /**
   * What a study has now.
   *
   * @param films the films whose results are there
   * @param ids Orthanc's identifiers of the results that were stored
   * @param selections what became of each instance
   */
  private record Results(
      List<SourceFilm> films, List<String> ids, List<FilmSelection> selections) {}

  /** Makes and stores the results that are missing. */
  private Results results(
      Attempt attempt,
      Pack pack,
      CounterfactualRequest wish,
      List<StoredInstance> instances,
      FilmReader.Picked picked)
      throws OrthancRestException, PackException, StudyFailure {
    List<SourceFilm> films = left(pack, wish, instances, picked.films());
    if (films.isEmpty()) {
      return new Results(picked.films(), List.of(), picked.selections());
    }
    LoadedPack loaded = packs.open(pack);
    Origin origin = new Origin(loaded.algorithm(), StudySeries.numbers(orthanc, instances), clock);
    FilmEditor editor = new FilmEditor(loaded, wanted, wish.choices(), origin, codec);
    FilmWork.Made made =
        work.edit(attempt, editor, loaded.requests(wish), films, picked.selections());
    attempt.selected(made.selections());
    List<SourceFilm> whole = new ArrayList<>(picked.films());
    whole.removeIf(film -> films.contains(film) && !made.films().contains(film));
    if (whole.isEmpty()) {
      requireWhole(made.selections());
    }
    List<String> ids = made.films().isEmpty() ? List.of() : stored(attempt, pack, made, origin);
    return new Results(whole, ids, made.selections());
  }

  private List<String> stored(Attempt attempt, Pack pack, FilmWork.Made made, Origin origin)
      throws OrthancRestException, StudyFailure {
    List<Dataset> sources = made.films().stream().map(film -> film.object().dataset()).toList();
    List<EditedFilm> edited =
        made.results().stream().flatMap(result -> result.objects().films().stream()).toList();
    List<String> damaged =
        made.selections().stream()
            .filter(FilmSelection::isDamaged)
            .map(FilmSelection::sopInstanceUid)
            .toList();
    DicomObject report = CounterfactualReport.of(sources, edited, damaged, origin);
    letStudiesArrive(attempt);
    attempt.progress(Stage.STORE, Progressing.STORE);
    List<String> ids =
        store.store(
            attempt,
            made.films(),
            made.results().stream().flatMap(result -> result.objects().files().stream()).toList(),
            new ResultStore.ResultObject(
                report.sopInstanceUid().orElseThrow(), codec.write(report)));
    made.results()
        .forEach(
            result -> result.effects().forEach(effect -> attempt.judged(pack.digest(), effect)));
    return ids;
  }

  /** The films whose results are not all there, as they are where a worker died at the very end. */
  private List<SourceFilm> left(
      Pack pack,
      CounterfactualRequest wish,
      List<StoredInstance> instances,
      List<SourceFilm> picked)
      throws OrthancRestException, StudyFailure {
    List<String> edits =
        wish.edits().stream().map(edit -> FilmEditor.identity(edit, wish.choices()).key()).toList();
    String study = Reference.studyInstanceUid(picked.get(0).object().dataset());
    Set<String> done = reported.of(pack.digest(), edits, study, instances);
    return picked.stream().filter(film -> !done.contains(film.sopInstanceUid())).toList();
  }
}
