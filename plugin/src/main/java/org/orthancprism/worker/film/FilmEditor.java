// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.ending.Storing;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.provenance.ResultFiles;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.task.FilmSelection.EndedEdit;
import org.orthancprism.worker.pack.LoadedPack;

/** Makes all counterfactuals that a request asks for of one film, and what is stored of them. */
public final class FilmEditor {

  private final LoadedPack pack;
  private final CounterfactualRequest request;
  private final List<EditRequest> edits;
  private final EditDescriptions descriptions;
  private final WantedResults wanted;
  private final Storing storing;
  private final Origin origin;
  private final ResultFiles files;

  /**
   * @param storing which of the edits are stored
   * @throws StudyFailure when the pack does not know an edit
   */
  public FilmEditor(
      LoadedPack pack,
      CounterfactualRequest request,
      WantedResults wanted,
      Storing storing,
      Origin origin,
      ResultFiles files)
      throws StudyFailure {
    this.pack = pack;
    this.request = request;
    this.edits = pack.requests(request);
    this.descriptions = new EditDescriptions(pack, request.choices());
    this.wanted = wanted;
    this.storing = storing;
    this.origin = origin;
    this.files = files;
  }

  /**
   * What became of all edits of a film, its pixels let go.
   *
   * @param film the film
   * @param objects the objects to store, and the report's entries
   * @param edits how they ended
   * @param effects what the pack's classifier saw, where it has one and the edits were made in the
   *     pack's own way
   */
  public record Result(
      SourceFilm film, EditObjects.Made objects, List<EndedEdit> edits, List<FilmEffect> effects) {
    public Result {
      Objects.requireNonNull(film, "film");
      Objects.requireNonNull(objects, "objects");
      edits = List.copyOf(edits);
      effects = List.copyOf(effects);
    }
  }

  /** Number of edits that each film gets. */
  public int edits() {
    return edits.size();
  }

  /**
   * Asks the pack's film check about a film.
   *
   * @return why the film is passed over; empty if it is edited
   */
  public Optional<String> objection(SourceFilm film, Radiograph source) {
    return pack.filmCheck()
        .flatMap(check -> FilmCheckRule.objection(check, film, luminance(source)));
  }

  /**
   * Makes all edits of one film, which share what the pack's method lets them share.
   *
   * @return what is to be stored and reported of it
   * @throws StudyFailure when the editor can't
   */
  public Result edit(SourceFilm film, Radiograph source, Progress progress) throws StudyFailure {
    List<Counterfactual> made = counterfactuals(film, luminance(source), progress);
    EditObjects objects = new EditObjects(source, wanted, origin, files);
    List<EndedEdit> ends = new ArrayList<>();
    List<FilmEffect> effects = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      Counterfactual one = made.get(i);
      boolean stored = storing.stores(one.outcome().ending());
      ends.add(EditRecord.ended(edits.get(i), one, stored));
      if (request.choices().areThePacksOwn()) {
        EditRecord.effect(film, one).ifPresent(effects::add);
      }
      EditDescription description = descriptions.of(edits.get(i), one);
      if (stored) {
        objects.add(edit(source, one, description), Assessments.of(one, pack.pack().findings()));
      } else {
        objects.leave(description, film.version());
      }
    }
    return new Result(film, objects.made(), ends, effects);
  }

  private static FilmEdit edit(
      Radiograph source, Counterfactual made, EditDescription description) {
    return new FilmEdit(
        source, source.storedValues(made.film().luminance(), made.mask().weights()), description);
  }

  private List<Counterfactual> counterfactuals(SourceFilm film, Film luminance, Progress progress)
      throws StudyFailure {
    try {
      return pack.editor()
          .edit(
              luminance,
              edits,
              FilmOptions.of(film, luminance, request.choices(), pack.pack().digest()),
              progress);
    } catch (EditException e) {
      throw new StudyFailure("instance " + film.sopInstanceUid() + ": " + e.getMessage(), e);
    }
  }

  private static Film luminance(Radiograph source) {
    return new Film(source.rows(), source.columns(), source.modelLuminance());
  }
}
