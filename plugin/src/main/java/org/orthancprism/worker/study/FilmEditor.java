// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.contour.Contour;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.edit.GivenMasks;
import org.orthancprism.dicom.film.FrontalView;
import org.orthancprism.dicom.film.PatientSides;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.counterfactual.EditParameters;
import org.orthancprism.models.counterfactual.FindingEdit;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.ending.Storing;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Polygon;
import org.orthancprism.models.filmcheck.FilmKind;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.gate.Gate;
import org.orthancprism.models.inversion.LatentMasks;
import org.orthancprism.models.pack.EditingMethod;
import org.orthancprism.models.presence.FilmView;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.FindingRequest;
import org.orthancprism.provenance.ResultFiles;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.EditChoices;
import org.orthancprism.request.EditRegion;
import org.orthancprism.results.EditIdentities;
import org.orthancprism.task.FilmSelection.EndedEdit;
import org.orthancprism.worker.pack.LoadedPack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the counterfactuals of one film and puts them into DICOM objects. */
final class FilmEditor {

  private static final Logger LOG = LoggerFactory.getLogger(FilmEditor.class);

  private final LoadedPack pack;
  private final WantedResults wanted;
  private final Storing storing;
  private final Origin origin;
  private final EditChoices choices;
  private final ResultFiles files;

  /**
   * @param storing which of the edits are stored
   */
  FilmEditor(
      LoadedPack pack,
      WantedResults wanted,
      Storing storing,
      EditChoices choices,
      Origin origin,
      ResultFiles files) {
    this.pack = pack;
    this.wanted = wanted;
    this.storing = storing;
    this.choices = choices;
    this.origin = origin;
    this.files = files;
  }

  /**
   * What became of a film.
   *
   * @param objects the objects to store, and the report's entries
   * @param edits how they ended
   * @param effects what the pack's classifier saw, where it has one and the edits were made in the
   *     pack's own way
   */
  record Result(EditObjects.Made objects, List<EndedEdit> edits, List<FilmEffect> effects) {
    Result {
      edits = List.copyOf(edits);
      effects = List.copyOf(effects);
    }
  }

  /**
   * Makes all edits of one film, which share what the pack's method lets them share.
   *
   * @return what is to be stored and reported of it
   * @throws StudyFailure when the editor can't
   */
  Result edit(SourceFilm film, Radiograph source, List<EditRequest> requests, Progress progress)
      throws StudyFailure {
    List<Counterfactual> made = counterfactuals(film, source, requests, progress);
    EditObjects objects = new EditObjects(source, wanted, origin, files);
    List<EndedEdit> ends = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      Counterfactual one = made.get(i);
      boolean stored = storing.stores(one.outcome().ending());
      ends.add(ended(requests.get(i), one, stored));
      EditDescription description = description(requests.get(i), one);
      if (stored) {
        StoredPixels values = source.storedValues(one.film().luminance(), one.mask().weights());
        objects.add(
            new FilmEdit(source, values, description), Assessments.of(one, pack.pack().findings()));
      } else {
        objects.leave(description, film.version());
      }
    }
    return new Result(
        objects.made(), ends, made.stream().flatMap(one -> effect(film, one).stream()).toList());
  }

  /**
   * Asks the pack's film check about a film.
   *
   * @return why the film is passed over; empty if it is edited
   */
  Optional<String> objection(SourceFilm film, Radiograph source) {
    Optional<FilmKind> kind =
        pack.filmCheck()
            .map(
                check ->
                    check.check(
                        Plane.of(
                            new Film(source.rows(), source.columns(), source.modelLuminance()))));
    kind.filter(one -> !one.passes())
        .ifPresent(
            one ->
                LOG.warn(
                    "Instance {}: the pack's film check takes its pixels for \"{}\"",
                    film.sopInstanceUid(),
                    one.label()));
    return kind.flatMap(one -> FilmCheckRule.reason(film.assumptions(), one));
  }

  /** An undecided toggle went neither way, unless somebody is shown the likelier one. */
  private static EndedEdit ended(EditRequest request, Counterfactual made, boolean stored) {
    Ending ending = made.outcome().ending();
    boolean went = stored || ending.kind() != Ending.Kind.UNDECIDED;
    return new EndedEdit(
        went ? made.edit().name() : request.name(),
        ending.kind(),
        stored,
        ending.failed().stream().map(Gate::label).toList(),
        ending.reason());
  }

  private Optional<FilmEffect> effect(SourceFilm film, Counterfactual made) {
    Optional<FindingProbabilities> before = made.outcome().before();
    Optional<FindingProbabilities> after = made.outcome().after();
    return before.isEmpty() || after.isEmpty() || !choices.equals(EditChoices.NONE)
        ? Optional.empty()
        : Optional.of(
            new FilmEffect(
                film.instance().id(),
                made.edit().name(),
                before.get().byFinding(),
                after.get().byFinding()));
  }

  private List<Counterfactual> counterfactuals(
      SourceFilm film, Radiograph source, List<EditRequest> requests, Progress progress)
      throws StudyFailure {
    try {
      Film luminance = new Film(source.rows(), source.columns(), source.modelLuminance());
      return pack.editor().edit(luminance, requests, options(film, luminance), progress);
    } catch (EditException e) {
      throw new StudyFailure("instance " + film.sopInstanceUid() + ": " + e.getMessage(), e);
    }
  }

  private EditOptions options(SourceFilm film, Film pixels) {
    long seed = choices.seed().isPresent() ? choices.seed().getAsInt() : seed(film);
    return new EditOptions(
        seed,
        choices.method().map(EditingMethod::parse),
        choices.region().map(region -> within(region, pixels)),
        FrontalView.of(film.object().dataset()).map(view -> FilmView.valueOf(view.name())),
        PatientSides.areMirrored(film.object().dataset()));
  }

  private static LatentMasks within(EditRegion region, Film film) {
    return LatentMasks.of(region.editMask(), region.keepMask(), film.rows(), film.columns());
  }

  private EditDescription description(EditRequest request, Counterfactual made)
      throws StudyFailure {
    Subject subject = subject(request, made);
    EditParameters parameters = made.parameters();
    return new EditDescription(
        EditIdentities.identity(request.name(), choices),
        subject.name(),
        subject.concept(),
        subject.change(),
        parameters.method(),
        parameters.sourceCaption(),
        parameters.targetCaption(),
        parameters.seed(),
        parameters.steps(),
        parameters.guidance(),
        choices.region().map(FilmEditor::masks),
        Assessments.ending(made.outcome().ending()));
  }

  private static GivenMasks masks(EditRegion region) {
    return new GivenMasks(contours(region.editMask()), contours(region.keepMask()));
  }

  private static List<Contour> contours(List<Polygon> polygons) {
    return polygons.stream()
        .map(
            polygon ->
                polygon.vertices().stream()
                    .flatMapToDouble(each -> DoubleStream.of(each.column(), each.row()))
                    .toArray())
        .map(Contour::new)
        .toList();
  }

  /** What an edit is about, and what was done with it. */
  private record Subject(String name, CodedConcept concept, EditDescription.Change change) {}

  private Subject subject(EditRequest request, Counterfactual made) throws StudyFailure {
    if (request.name().equals(CounterfactualRequest.PROMPTED)) {
      CodedConcept concept = PrismCodes.PROMPTED_CHANGE;
      return new Subject(concept.meaning(), concept, EditDescription.Change.PROMPTED);
    }
    FindingRequest asked = pack.finding(request.name());
    boolean removed =
        made.edit() instanceof FindingEdit edit
            ? edit.direction() == Direction.REMOVE
            : asked.change() == EditRequest.Change.REMOVE;
    Finding finding = asked.finding();
    return new Subject(
        asked.placement().before(finding.name(), " "),
        Assessments.code(finding),
        removed ? EditDescription.Change.REMOVED : EditDescription.Change.ADDED);
  }

  /** Depends on film and pack alone, so that the same input gives the same result. */
  private long seed(SourceFilm film) {
    String text = film.sopInstanceUid() + " " + pack.pack().digest();
    return ByteBuffer.wrap(DigestUtils.sha256(text)).getInt() & 0x7fffffffL;
  }
}
