// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.orthanc.Metadata;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.RuleDecision;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.provenance.ResultFiles;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.queue.StudyHandler;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.EditRegion;
import org.orthancprism.results.Deletion;
import org.orthancprism.results.HeldResult;
import org.orthancprism.results.MarkStore;
import org.orthancprism.results.SeparateStudy;
import org.orthancprism.results.StudyInstances;
import org.orthancprism.results.StudyMark;
import org.orthancprism.results.StudyResults;
import org.orthancprism.task.FailureKind;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.Stage;
import org.orthancprism.worker.film.FilmDecoder;
import org.orthancprism.worker.film.WantedResults;
import org.orthancprism.worker.pack.EditorSlot;

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
  private final EditorSlot packs;
  private final WantedResults wanted;
  private final FilmReader reader;
  private final ResultWork results;
  private final MarkStore marks;
  private final IntakeThrottle.Budget budget;
  private final BooleanSupplier stopping;

  public StudyProcessor(
      OrthancClient orthanc,
      EditorSlot packs,
      FilmSelector selector,
      WorkLimits limits,
      WantedResults wanted,
      DicomCodec codec,
      ResultFiles files,
      DeliveryRecords deliveries,
      IntakeThrottle.Budget budget,
      BooleanSupplier stopping,
      Clock clock) {
    this.orthanc = orthanc;
    this.packs = packs;
    this.wanted = wanted;
    this.reader = new FilmReader(orthanc, codec, selector, limits);
    FilmWork work =
        new FilmWork(new FilmDecoder(orthanc, limits.pixelsPerFilm()), files.made(), stopping);
    this.results =
        new ResultWork(
            orthanc, packs, wanted, files, work, this::letStudiesArrive, deliveries, clock);
    this.marks = new MarkStore(orthanc, clock);
    this.budget = budget;
    this.stopping = stopping;
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
    SeparateStudy separate = SeparateStudy.of(orthanc, attempt.studyId());
    StudyInstances instances = StudyInstances.of(orthanc, attempt.studyId(), separate);
    Optional<Metadata> read = marks.read(attempt.studyId());
    if (attempt.request().isPresent()) {
      return asked(attempt, pack, attempt.request().get(), instances, separate, read);
    }
    RuleDecision called = orthanc.decision(attempt.studyId());
    List<String> edits = called.edits();
    if (edits.isEmpty()) {
      return new TaskOutcome.Done("no rule asks for an edit of this study");
    }
    attempt.decided(edits, called.rules());
    Optional<StudyMark> same = MarkStore.mark(read).filter(one -> one.isOf(pack.digest(), edits));
    return same.isPresent() && same.get().holds(revisions(instances.all())) && !attempt.replaces()
        ? new TaskOutcome.NothingNew()
        : arrived(attempt, pack, edits, instances, separate, read);
  }

  /** Users' requests skip the intake throttle. */
  private void letStudiesArrive(Attempt attempt) throws OrthancRestException {
    if (attempt.request().isEmpty()) {
      budget.await(stopping);
    }
  }

  /** Makes what a user asked for, and leaves the mark of the rules' edits unchanged. */
  private TaskOutcome asked(
      Attempt attempt,
      Pack pack,
      CounterfactualRequest request,
      StudyInstances instances,
      SeparateStudy separate,
      Optional<Metadata> read)
      throws OrthancRestException, PackException, StudyFailure, StudyChanged {
    FilmReader.Picked picked =
        pick(attempt, instances, Set.of(), instance -> request.choices().mean(instance.id()));
    StudyNow study = retire(attempt, instances, separate, picked);
    boolean retired = !study.instances().equals(instances.all());
    if (retired) {
      // Reports that told of other films as well are gone: the rules' task looks at all anew.
      marks.write(attempt.studyId(), read, found -> found.map(StudyMark::withoutFilms));
    }
    Optional<Metadata> before = retired ? marks.read(attempt.studyId()) : read;
    if (picked.films().isEmpty()) {
      refuseUnfit(request.choices().region(), picked.selections());
      DamagedFilms.requireNone(picked.selections());
      return new TaskOutcome.Done(noFilm(instances));
    }
    ResultWork.Results made = results.make(attempt, pack, request, study, picked);
    attempt.progress(Stage.MARK, TaskProgress.MARK);
    // Or else these results would look like news to the next trigger.
    marks.write(
        attempt.studyId(),
        before,
        found ->
            found
                .filter(one -> one.holds(revisions(instances.all())))
                .map(one -> one.withInstances(union(study.instances(), made.stored()))));
    return DamagedFilms.done(made.summary(), made.selections(), false);
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
      StudyInstances instances,
      SeparateStudy separate,
      Optional<Metadata> read)
      throws OrthancRestException, PackException, StudyFailure, StudyChanged {
    Set<String> films = new LinkedHashSet<>();
    boolean replaces = attempt.replaces();
    MarkStore.mark(read)
        .filter(one -> one.isOf(pack.digest(), edits) && !replaces)
        .ifPresent(one -> films.addAll(one.films()));
    films.retainAll(revisions(instances.own()));
    FilmReader.Picked picked = pick(attempt, instances, films, instance -> true);
    if (!films.isEmpty() && !resultsAmong(instances, picked).outdated().isEmpty()) {
      // Outdated reports list films that did not change, too.
      films.clear();
      picked = pick(attempt, instances, films, instance -> true);
    }
    StudyNow study = retire(attempt, instances, separate, picked);
    ResultWork.Results made = ResultWork.Results.none(picked.selections());
    String summary = films.isEmpty() ? noFilm(instances) : "no new film to edit";
    if (!picked.films().isEmpty()) {
      CounterfactualRequest request = CounterfactualRequest.of(edits);
      made = results.make(attempt, pack, request, study, picked);
      made.films().forEach(film -> films.add(film.instance().revision()));
      summary = made.films().isEmpty() ? summary : made.summary();
    }
    if (films.isEmpty()) {
      DamagedFilms.requireNone(made.selections());
    }
    if (replaces) {
      study = replace(attempt, pack, study, picked, made);
    }
    attempt.progress(Stage.MARK, TaskProgress.MARK);
    // Counts the instances that were seen, not those there now: one that came later is news.
    StudyMark mark =
        StudyMark.of(pack.digest(), edits, union(study.instances(), made.stored()), films);
    marks.write(
        attempt.studyId(),
        read,
        found -> Optional.of(found.equals(MarkStore.mark(read)) ? mark : mark.merged(found)));
    // Films that are done without a result of theirs: it was deleted since.
    boolean nothing = made.nothing() || (picked.films().isEmpty() && !films.isEmpty());
    return DamagedFilms.done(summary, made.selections(), nothing && !study.results().hasOwn());
  }

  private FilmReader.Picked pick(
      Attempt attempt,
      StudyInstances instances,
      Set<String> doneBefore,
      Predicate<StoredInstance> meant)
      throws OrthancRestException {
    attempt.progress(Stage.READ, TaskProgress.READ);
    FilmReader.Picked picked =
        reader.pick(instances.own(), doneBefore, meant).with(reader.results(instances.separate()));
    attempt.progress(Stage.SELECT, TaskProgress.SELECT);
    attempt.selected(picked.selections());
    return picked;
  }

  private static StudyResults resultsAmong(StudyInstances instances, FilmReader.Picked picked) {
    return new StudyResults(picked.results(), picked.originals(), instances.all());
  }

  /** Takes outdated results away before new ones are made: they show what is known to be wrong. */
  private StudyNow retire(
      Attempt attempt, StudyInstances instances, SeparateStudy separate, FilmReader.Picked picked)
      throws OrthancRestException {
    StudyResults results = resultsAmong(instances, picked);
    if (results.hasOwn()) {
      // Copies that Orthanc made of a study have an age of their own.
      attempt.holdsResults(Instant.EPOCH);
    }
    List<HeldResult> gone = wanted.outdated().retire(orthanc, results.outdated());
    return without(gone, instances.all(), picked, separate);
  }

  private static StudyNow without(
      List<HeldResult> gone,
      List<StoredInstance> instances,
      FilmReader.Picked picked,
      SeparateStudy separate) {
    List<StoredInstance> left = new ArrayList<>(instances);
    gone.forEach(result -> left.remove(result.instance()));
    List<HeldResult> kept =
        picked.results().stream()
            .filter(result -> !gone.contains(result) && left.contains(result.instance()))
            .toList();
    return new StudyNow(left, new StudyResults(kept, picked.originals(), left), separate);
  }

  /** Deletes what earlier packs made of a study of which there are new results now. */
  private StudyNow replace(
      Attempt attempt, Pack pack, StudyNow study, FilmReader.Picked picked, ResultWork.Results made)
      throws OrthancRestException {
    List<HeldResult> former =
        made.films().isEmpty() ? List.of() : study.results().ofOtherPacks(pack.digest());
    List<HeldResult> gone = Deletion.delete(orthanc, former, "the present pack replaces it");
    attempt.replaced();
    return without(gone, study.instances(), picked, study.separate());
  }

  private static String noFilm(StudyInstances instances) {
    return "no film to edit; instances looked at: " + instances.own().size();
  }

  private static Set<String> union(List<StoredInstance> some, List<StoredInstance> others) {
    Set<String> all = new LinkedHashSet<>(revisions(some));
    all.addAll(revisions(others));
    return all;
  }

  private static List<String> revisions(List<StoredInstance> instances) {
    return instances.stream().map(StoredInstance::revision).toList();
  }
}
