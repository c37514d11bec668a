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
import org.orthancprism.dicom.film.FilmSelector;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.report.CounterfactualReport;
import org.orthancprism.dicom.report.EditedFilm;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.models.editor.EditRequest;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.FailureKind;
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
  private final DicomCodec codec;
  private final FilmReader reader;
  private final FilmDecoder decoder;
  private final ResultStore store;
  private final BooleanSupplier stopping;
  private final Clock clock;

  StudyProcessor(
      OrthancClient orthanc,
      PackShelf packs,
      WorkLimits limits,
      DicomCodec codec,
      BooleanSupplier stopping,
      Clock clock) {
    this.orthanc = orthanc;
    this.packs = packs;
    this.codec = codec;
    this.reader = new FilmReader(orthanc, codec, new FilmSelector(), limits);
    this.decoder = new FilmDecoder(orthanc);
    this.store = new ResultStore(orthanc);
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
    Pack pack = packs.verified();
    List<StoredInstance> instances = orthanc.instances(attempt.studyId());
    List<String> edits = edits(attempt);
    if (edits.isEmpty()) {
      return new TaskOutcome.Done("no rule asks for an edit of this study");
    }
    attempt.decided(edits);
    if (isMarked(attempt.studyId(), pack, edits, instances)) {
      return new TaskOutcome.NothingNew();
    }
    attempt.progress(Stage.READ, Progressing.READ);
    FilmReader.Picked picked = reader.pick(instances);
    attempt.progress(Stage.SELECT, Progressing.SELECT);
    attempt.selected(picked.selections());
    List<String> results = new ArrayList<>();
    String summary = "no film to edit among " + instances.size() + " instances";
    if (!picked.films().isEmpty()) {
      results.addAll(results(attempt, pack, edits, picked.films()));
      summary = "";
    }
    attempt.progress(Stage.MARK, Progressing.MARK);
    mark(attempt.studyId(), pack, edits, instances, results);
    return new TaskOutcome.Done(summary);
  }

  /** The edits that were asked for, or those that the rules of the study's Orthanc call for. */
  private List<String> edits(Attempt attempt) throws OrthancRestException {
    return attempt.request().isPresent()
        ? attempt.request().get().edits()
        : orthanc.editsByRules(attempt.studyId());
  }

  private boolean isMarked(
      String studyId, Pack pack, List<String> edits, List<StoredInstance> instances)
      throws OrthancRestException {
    StudyMark wanted = StudyMark.of(pack.digest(), edits, ids(instances));
    Optional<String> metadata = orthanc.metadata(studyId, StudyMark.METADATA);
    return metadata.flatMap(StudyMark::parse).filter(wanted::equals).isPresent();
  }

  /** Counts the instances that were seen, not those there now: one that came later is news. */
  private void mark(
      String studyId,
      Pack pack,
      List<String> edits,
      List<StoredInstance> instances,
      List<String> results)
      throws OrthancRestException {
    Set<String> ids = new LinkedHashSet<>(ids(instances));
    ids.addAll(results);
    StudyMark mark = StudyMark.of(pack.digest(), edits, ids);
    orthanc.setMetadata(studyId, StudyMark.METADATA, mark.text(clock.instant()));
  }

  private static List<String> ids(List<StoredInstance> instances) {
    return instances.stream().map(StoredInstance::id).toList();
  }

  /** Makes and stores the results of a study's films; returns Orthanc's identifiers of them. */
  private List<String> results(
      Attempt attempt, Pack pack, List<String> edits, List<SourceFilm> films)
      throws OrthancRestException, PackException, StudyFailure {
    List<String> sourceUids = films.stream().map(SourceFilm::sopInstanceUid).toList();
    Optional<List<String>> present = complete(pack, edits, sourceUids);
    if (present.isPresent()) {
      return present.get();
    }
    LoadedPack loaded = packs.open(pack);
    List<FilmEditor.Result> made = edit(attempt, loaded, edits, films);
    List<Dataset> sources = films.stream().map(film -> film.object().dataset()).toList();
    List<EditedFilm> edited = made.stream().map(FilmEditor.Result::film).toList();
    DicomObject report = CounterfactualReport.of(sources, edited, loaded.algorithm(), clock);
    List<ResultStore.ResultObject> images = new ArrayList<>();
    for (FilmEditor.Result result : made) {
      images.add(file(result.image()));
    }
    attempt.progress(Stage.STORE, Progressing.STORE);
    return store.store(attempt, films, images, file(report));
  }

  /** Orthanc's identifiers of all results, if all are there. */
  private Optional<List<String>> complete(Pack pack, List<String> edits, List<String> sourceUids)
      throws OrthancRestException {
    List<String> uids = new ArrayList<>();
    uids.add(DerivedUid.report(pack.digest(), edits, sourceUids));
    for (String source : sourceUids) {
      for (String edit : edits) {
        uids.add(DerivedUid.counterfactualImage(pack.digest(), edit, source));
      }
    }
    List<String> ids = new ArrayList<>();
    for (String uid : uids) {
      Optional<String> id = orthanc.findInstance(uid);
      if (id.isEmpty()) {
        return Optional.empty();
      }
      ids.add(id.get());
    }
    return Optional.of(ids);
  }

  private List<FilmEditor.Result> edit(
      Attempt attempt, LoadedPack pack, List<String> edits, List<SourceFilm> films)
      throws OrthancRestException, StudyFailure {
    FilmEditor editor = new FilmEditor(pack, clock);
    List<EditRequest> requests = pack.requests(edits);
    List<FilmEditor.Result> results = new ArrayList<>();
    double total = (double) films.size() * requests.size();
    for (SourceFilm film : films) {
      attempt.progress(Stage.DECODE, Progressing.edits(results.size(), total));
      Radiograph source = decoder.decode(film);
      for (EditRequest request : requests) {
        int before = results.size();
        attempt.progress(Stage.EDIT, Progressing.edits(before, total));
        results.add(
            editor.edit(
                film,
                source,
                request,
                (done, steps) -> {
                  if (stopping.getAsBoolean()) {
                    throw new StopRequested();
                  }
                  attempt.progress(
                      Stage.EDIT, Progressing.edits(before + (double) done / steps, total));
                }));
      }
    }
    return results;
  }

  private ResultStore.ResultObject file(DicomObject object) {
    return new ResultStore.ResultObject(object.sopInstanceUid().orElseThrow(), codec.write(object));
  }
}
