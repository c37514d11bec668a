// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
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
import org.orthancprism.results.MarkStore;
import org.orthancprism.results.SeparateStudy;
import org.orthancprism.results.StudyInstances;
import org.orthancprism.results.StudySeries;
import org.orthancprism.task.FailureKind;
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
  private final MarkStore marks;
  private final RequestWork requested;
  private final ArrivalWork arrived;
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
    this.marks = new MarkStore(orthanc, clock);
    this.budget = budget;
    this.stopping = stopping;
    FilmReader reader = new FilmReader(orthanc, codec, selector, limits);
    StudyPreparation preparation = new StudyPreparation(orthanc, reader, wanted.outdated());
    FilmWork work =
        new FilmWork(new FilmDecoder(orthanc, limits.pixelsPerFilm()), files.made(), stopping);
    ResultWork results =
        new ResultWork(
            orthanc, packs, wanted, files, work, this::letStudiesArrive, deliveries, clock);
    this.requested = new RequestWork(preparation, results, marks);
    this.arrived = new ArrivalWork(orthanc, preparation, results, marks);
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
    Optional<Metadata> mark = marks.read(attempt.studyId());
    if (attempt.request().isPresent()) {
      StudySnapshot study = snapshot(attempt, instances, separate, mark);
      return requested.make(attempt, pack, attempt.request().get(), study);
    }
    RuleDecision called = orthanc.decision(attempt.studyId());
    List<String> edits = called.edits();
    if (edits.isEmpty()) {
      return new TaskOutcome.Done("no rule asks for an edit of this study");
    }
    attempt.decided(edits, called.rules());
    List<String> revisions = StoredInstance.revisions(instances.all());
    boolean isDone =
        MarkStore.mark(mark)
            .filter(one -> one.isOf(pack.digest(), edits) && one.holds(revisions))
            .isPresent();
    return isDone && !attempt.replaces()
        ? new TaskOutcome.NothingNew()
        : arrived.make(attempt, pack, edits, snapshot(attempt, instances, separate, mark));
  }

  /** Asks for the series last: most triggers call for no work, and have no use for them. */
  private StudySnapshot snapshot(
      Attempt attempt, StudyInstances instances, SeparateStudy separate, Optional<Metadata> mark)
      throws OrthancRestException {
    StudySeries series = StudySeries.of(orthanc, attempt.studyId(), separate, instances);
    return new StudySnapshot(instances, series, separate, mark);
  }

  /** Users' requests skip the intake throttle. */
  private void letStudiesArrive(Attempt attempt) throws OrthancRestException {
    if (attempt.request().isEmpty()) {
      budget.await(stopping);
    }
  }
}
