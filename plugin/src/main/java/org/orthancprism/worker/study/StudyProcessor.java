// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.report.CounterfactualReport;
import org.orthancprism.dicom.report.EditedFilm;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.orthanc.CalledFor;
import org.orthancprism.orthanc.Metadata;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.provenance.ResultFiles;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.queue.StudyHandler;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.EditRegion;
import org.orthancprism.results.HeldResult;
import org.orthancprism.results.StudyResults;
import org.orthancprism.results.StudySeries;
import org.orthancprism.task.FailureKind;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.Stage;
import org.orthancprism.worker.pack.LoadedPack;
import org.orthancprism.worker.pack.PackShelf;

/**
 * Does a study's task: reads the study, picks the films, takes away results of films that were sent
 * again with other content, decodes and edits the films, stores the results and the report, and
 * marks the study.
 *
 * <p>All results of a study are made before the first is stored. Their UIDs depend on source, edit
 * and pack alone, so that a task that is done twice changes nothing.
 */
public final class StudyProcessor implements StudyHandler {

  private final OrthancClient orthanc;
  private final PackShelf packs;
  private final WantedResults wanted;
  private final ResultFiles files;
  private final FilmReader reader;
  private final FilmWork work;
  private final MarkStore marks;
  private final ResultStore store;
  private final IntakeCourtesy.Patience patience;
  private final BooleanSupplier stopping;
  private final Clock clock;

  public StudyProcessor(
      OrthancClient orthanc,
      PackShelf packs,
      FilmSelector selector,
      WorkLimits limits,
      WantedResults wanted,
      DicomCodec codec,
      ResultFiles files,
      IntakeCourtesy.Patience patience,
      BooleanSupplier stopping,
      Clock clock) {
    this.orthanc = orthanc;
    this.packs = packs;
    this.wanted = wanted;
    this.files = files;
    this.reader = new FilmReader(orthanc, codec, selector, limits);
    this.work =
        new FilmWork(new FilmDecoder(orthanc, limits.pixelsPerFilm()), files.made(), stopping);
    this.marks = new MarkStore(orthanc, clock);
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
    } catch (StudyChanged e) {
      return new TaskOutcome.RetryLater(FailureKind.STUDY_DELETED, String.valueOf(e.getMessage()));
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
      throws OrthancRestException, PackException, StudyFailure, StudyChanged {
    letStudiesArrive(attempt);
    Pack pack = packs.verified();
    List<StoredInstance> instances = orthanc.instances(attempt.studyId());
    Optional<Metadata> read = marks.read(attempt.studyId());
    if (attempt.request().isPresent()) {
      return asked(attempt, pack, attempt.request().get(), instances, read);
    }
    CalledFor called = orthanc.calledFor(attempt.studyId());
    List<String> edits = called.edits();
    if (edits.isEmpty()) {
      return new TaskOutcome.Done("no rule asks for an edit of this study");
    }
    attempt.decided(edits, called.rules());
    Optional<StudyMark> same = MarkStore.mark(read).filter(one -> one.isOf(pack.digest(), edits));
    return same.isPresent() && same.get().holds(revisions(instances))
        ? new TaskOutcome.NothingNew()
        : arrived(attempt, pack, edits, instances, read);
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
      Optional<Metadata> read)
      throws OrthancRestException, PackException, StudyFailure, StudyChanged {
    FilmReader.Picked picked =
        pick(attempt, instances, Set.of(), instance -> wish.choices().mean(instance.id()));
    StudyNow study = retire(instances, picked);
    if (!study.instances().equals(instances)) {
      // Reports that told of other films as well are gone: the rules' task looks at all anew.
      marks.write(attempt.studyId(), read, found -> found.map(StudyMark::withoutFilms));
    }
    Optional<Metadata> before =
        study.instances().equals(instances) ? read : marks.read(attempt.studyId());
    if (picked.films().isEmpty()) {
      refuseUnfit(wish.choices().region(), picked.selections());
      DamagedFilms.requireNone(picked.selections());
      return new TaskOutcome.Done(noFilm(instances));
    }
    Results results = results(attempt, pack, wish, study, picked);
    attempt.progress(Stage.MARK, Progressing.MARK);
    // Or else these results would look like news to the next trigger.
    marks.write(
        attempt.studyId(),
        before,
        found ->
            found
                .filter(one -> one.holds(revisions(instances)))
                .map(one -> one.withInstances(union(study.instances(), results.stored()))));
    return DamagedFilms.done("", results.selections());
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
      Optional<Metadata> read)
      throws OrthancRestException, PackException, StudyFailure, StudyChanged {
    Set<String> films = new LinkedHashSet<>();
    MarkStore.mark(read)
        .filter(one -> one.isOf(pack.digest(), edits))
        .ifPresent(one -> films.addAll(one.films()));
    films.retainAll(revisions(instances));
    FilmReader.Picked picked = pick(attempt, instances, films, instance -> true);
    if (!films.isEmpty() && !resultsAmong(instances, picked).outdated().isEmpty()) {
      // Outdated reports tell of films that did not change, too.
      films.clear();
      picked = pick(attempt, instances, films, instance -> true);
    }
    StudyNow study = retire(instances, picked);
    Results results = new Results(List.of(), List.of(), picked.selections());
    String summary = films.isEmpty() ? noFilm(instances) : "no new film to edit";
    if (!picked.films().isEmpty()) {
      CounterfactualRequest wish = CounterfactualRequest.of(edits);
      results = results(attempt, pack, wish, study, picked);
      results.films().forEach(film -> films.add(film.instance().revision()));
      summary = results.films().isEmpty() ? summary : "";
    }
    if (films.isEmpty()) {
      DamagedFilms.requireNone(results.selections());
    }
    attempt.progress(Stage.MARK, Progressing.MARK);
    // Counts the instances that were seen, not those there now: one that came later is news.
    StudyMark mark =
        StudyMark.of(pack.digest(), edits, union(study.instances(), results.stored()), films);
    marks.write(
        attempt.studyId(),
        read,
        found -> Optional.of(found.equals(MarkStore.mark(read)) ? mark : mark.merged(found)));
    return DamagedFilms.done(summary, results.selections());
  }

  private FilmReader.Picked pick(
      Attempt attempt,
      List<StoredInstance> instances,
      Set<String> doneBefore,
      Predicate<StoredInstance> meant)
      throws OrthancRestException {
    attempt.progress(Stage.READ, Progressing.READ);
    FilmReader.Picked picked = reader.pick(instances, doneBefore, meant);
    attempt.progress(Stage.SELECT, Progressing.SELECT);
    attempt.selected(picked.selections());
    return picked;
  }

  /**
   * A study without what was outdated in it.
   *
   * @param instances what it holds
   * @param results the results among it
   */
  private record StudyNow(List<StoredInstance> instances, StudyResults results) {}

  private static StudyResults resultsAmong(
      List<StoredInstance> instances, FilmReader.Picked picked) {
    return new StudyResults(picked.results(), picked.originals(), instances);
  }

  /** Takes outdated results away before new ones are made: they show what is known to be wrong. */
  private StudyNow retire(List<StoredInstance> instances, FilmReader.Picked picked)
      throws OrthancRestException {
    StudyResults results = resultsAmong(instances, picked);
    List<HeldResult> gone = wanted.outdated().retire(orthanc, results.outdated());
    if (gone.isEmpty()) {
      return new StudyNow(instances, results);
    }
    List<StoredInstance> left = new ArrayList<>(instances);
    gone.forEach(result -> left.remove(result.instance()));
    List<HeldResult> kept =
        picked.results().stream().filter(result -> !gone.contains(result)).toList();
    return new StudyNow(left, new StudyResults(kept, picked.originals(), left));
  }

  private static String noFilm(List<StoredInstance> instances) {
    return "no film to edit; instances looked at: " + instances.size();
  }

  private static Set<String> union(List<StoredInstance> some, List<StoredInstance> others) {
    Set<String> all = new LinkedHashSet<>(revisions(some));
    all.addAll(revisions(others));
    return all;
  }

  private static List<String> revisions(List<StoredInstance> instances) {
    return instances.stream().map(StoredInstance::revision).toList();
  }

  /**
   * What a study has now.
   *
   * @param films the films whose results are there
   * @param stored the results that were made now
   * @param selections what became of each instance
   */
  private record Results(
      List<SourceFilm> films, List<StoredInstance> stored, List<FilmSelection> selections) {}

  /** Makes and stores the results that are missing. */
  private Results results(
      Attempt attempt,
      Pack pack,
      CounterfactualRequest wish,
      StudyNow study,
      FilmReader.Picked picked)
      throws OrthancRestException, PackException, StudyFailure, StudyChanged {
    List<SourceFilm> films = left(pack, wish, study.results(), picked.films());
    if (films.isEmpty()) {
      return new Results(picked.films(), List.of(), picked.selections());
    }
    LoadedPack loaded = packs.open(pack);
    Origin origin =
        new Origin(loaded.algorithm(), StudySeries.numbers(orthanc, study.instances()), clock);
    FilmEditor editor = new FilmEditor(loaded, wanted, wish.choices(), origin, files);
    FilmWork.Made made =
        work.edit(attempt, editor, loaded.requests(wish), films, picked.selections());
    attempt.selected(made.selections());
    List<SourceFilm> whole = new ArrayList<>(picked.films());
    whole.removeIf(film -> films.contains(film) && !made.films().contains(film));
    if (whole.isEmpty()) {
      DamagedFilms.requireNone(made.selections());
    }
    List<StoredInstance> stored =
        made.films().isEmpty() ? List.of() : stored(attempt, pack, made, origin);
    return new Results(whole, stored, made.selections());
  }

  private List<StoredInstance> stored(Attempt attempt, Pack pack, FilmWork.Made made, Origin origin)
      throws OrthancRestException, StudyFailure, StudyChanged {
    List<Dataset> sources = made.films().stream().map(film -> film.object().dataset()).toList();
    List<EditedFilm> edited =
        made.results().stream().flatMap(result -> result.objects().films().stream()).toList();
    DicomObject report =
        CounterfactualReport.of(sources, edited, DamagedFilms.uids(made.selections()), origin);
    letStudiesArrive(attempt);
    attempt.progress(Stage.STORE, Progressing.STORE);
    List<StoredInstance> stored =
        store.store(
            attempt,
            made.films(),
            made.results().stream().flatMap(result -> result.objects().files().stream()).toList(),
            new ResultStore.ResultObject(report.sopInstanceUid().orElseThrow(), files.of(report)));
    made.results()
        .forEach(
            result -> result.effects().forEach(effect -> attempt.judged(pack.digest(), effect)));
    return stored;
  }

  /** The films whose results are not all there, as they are where a worker died at the very end. */
  private List<SourceFilm> left(
      Pack pack, CounterfactualRequest wish, StudyResults results, List<SourceFilm> picked) {
    List<String> edits =
        wish.edits().stream().map(edit -> FilmEditor.identity(edit, wish.choices()).key()).toList();
    return picked.stream()
        .filter(
            film ->
                !results.isDone(film.version(), wanted.of(pack.digest(), edits, film.version())))
        .toList();
  }
}
