// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.orthancprism.dicom.film.PixelDigest;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.provenance.MadeResult;
import org.orthancprism.provenance.MadeResults;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.task.FailureKind;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.Stage;
import org.orthancprism.worker.film.FilmDecoder;
import org.orthancprism.worker.film.FilmEditor;
import org.orthancprism.worker.film.SourceFilm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Edits the films of a study one after the other, and leaves out those that can't be edited. */
final class FilmWork {

  private static final Logger LOG = LoggerFactory.getLogger(FilmWork.class);

  private final FilmDecoder decoder;
  private final MadeResults made;
  private final BooleanSupplier stopping;

  FilmWork(FilmDecoder decoder, MadeResults made, BooleanSupplier stopping) {
    this.decoder = decoder;
    this.made = made;
    this.stopping = stopping;
  }

  /**
   * What became of the films of a study.
   *
   * @param results what was made of each film that was edited
   * @param selections what became of each instance, with what the gates said of its edits
   */
  record Made(List<FilmEditor.Result> results, List<FilmSelection> selections) {
    Made {
      results = List.copyOf(results);
      selections = List.copyOf(selections);
    }

    /** The films that were edited. */
    List<SourceFilm> films() {
      return results.stream().map(FilmEditor.Result::film).toList();
    }
  }

  /**
   * Makes all edits of all films.
   *
   * @param selections what became of each instance so far
   * @throws StudyFailure when a film can't be edited for a reason that is not its own
   */
  Made edit(
      Attempt attempt, FilmEditor editor, List<SourceFilm> films, List<FilmSelection> selections)
      throws OrthancRestException, StudyFailure {
    Map<String, FilmSelection> became = new HashMap<>();
    selections.forEach(selection -> became.put(selection.instanceId(), selection));
    List<FilmEditor.Result> results = new ArrayList<>();
    double total = (double) films.size() * editor.edits();
    for (int i = 0; i < films.size(); i++) {
      SourceFilm film = films.get(i);
      double before = (double) i * editor.edits();
      try {
        attempt.progress(Stage.DECODE, TaskProgress.edits(before, total));
        Radiograph source = decoder.decode(attempt, film).known(film.version());
        Optional<String> objection = madeHere(source).or(() -> editor.objection(film, source));
        if (objection.isPresent()) {
          String id = film.instance().id();
          became.put(id, new FilmSelection(id, film.sopInstanceUid(), false, objection.get()));
          continue;
        }
        FilmEditor.Result result = edit(attempt, editor, film, source, before, total);
        results.add(result);
        became.computeIfPresent(
            film.instance().id(), (id, selection) -> selection.with(result.edits()));
      } catch (StudyFailure e) {
        if (e.kind() != FailureKind.BAD_FILM) {
          throw e;
        }
        String id = film.instance().id();
        String reason = String.valueOf(e.getMessage());
        LOG.warn("Instance {} is damaged and left out: {}", id, reason);
        became.put(id, FilmSelection.damaged(id, film.sopInstanceUid(), reason));
      }
    }
    return new Made(
        results,
        selections.stream()
            .map(selection -> became.getOrDefault(selection.instanceId(), selection))
            .toList());
  }

  /** A result that lost its header is no film: no output is ever input. */
  private Optional<String> madeHere(Radiograph source) {
    Optional<MadeResult> result = made.find(PixelDigest.of(source.pixels()));
    result.ifPresent(
        one ->
            LOG.warn(
                "Instance {} has the pixels of the synthetic image {} and is passed over",
                source.version().sopInstanceUid(),
                one.result()));
    return result.map(
        one ->
            "it is synthetic though nothing in it says so: its pixels are those of "
                + one.result()
                + ", which was made here");
  }

  private FilmEditor.Result edit(
      Attempt attempt,
      FilmEditor editor,
      SourceFilm film,
      Radiograph source,
      double before,
      double total)
      throws StudyFailure {
    attempt.progress(Stage.EDIT, TaskProgress.edits(before, total));
    return editor.edit(
        film,
        source,
        (done, steps) -> {
          if (stopping.getAsBoolean()) {
            throw new StopRequested();
          }
          double made = (double) editor.edits() * done / steps;
          attempt.progress(Stage.EDIT, TaskProgress.edits(before + made, total));
        });
  }
}
