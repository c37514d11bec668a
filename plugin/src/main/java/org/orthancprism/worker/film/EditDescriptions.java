// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import java.util.List;
import java.util.stream.DoubleStream;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.contour.Contour;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.GivenMasks;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.counterfactual.EditParameters;
import org.orthancprism.models.film.Polygon;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.FindingEdit;
import org.orthancprism.models.request.Toggle;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.request.EditChoices;
import org.orthancprism.request.EditRegion;
import org.orthancprism.results.EditIdentities;
import org.orthancprism.worker.pack.LoadedPack;

/** Puts what was asked of an editor, and how it did it, into the terms of DICOM objects. */
final class EditDescriptions {

  private final LoadedPack pack;
  private final EditChoices choices;

  EditDescriptions(LoadedPack pack, EditChoices choices) {
    this.pack = pack;
    this.choices = choices;
  }

  /**
   * The description of one edit.
   *
   * @throws StudyFailure when the pack does not know what it is about
   */
  EditDescription of(EditRequest request, Counterfactual made) throws StudyFailure {
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
        choices.region().map(EditDescriptions::masks),
        Assessments.ending(made.outcome().ending()));
  }

  /** What an edit is about, and what was done with it. */
  private record Subject(String name, CodedConcept concept, EditDescription.Change change) {}

  private Subject subject(EditRequest request, Counterfactual made) throws StudyFailure {
    if (request.name().equals(CounterfactualRequest.PROMPTED)) {
      CodedConcept concept = PrismCodes.PROMPTED_CHANGE;
      return new Subject(concept.meaning(), concept, EditDescription.Change.PROMPTED);
    }
    FindingEdit edit = made.edit() instanceof FindingEdit own ? own : named(request.name());
    Finding finding = edit.finding();
    return new Subject(
        edit.placement().before(finding.name(), " "),
        Assessments.code(finding),
        edit.direction() == Direction.REMOVE
            ? EditDescription.Change.REMOVED
            : EditDescription.Change.ADDED);
  }

  /** The edit of a finding that captions put into other words; no toggle is decided by them. */
  private FindingEdit named(String name) throws StudyFailure {
    EditRequest request = pack.request(name);
    return request instanceof Toggle toggle ? toggle.addition() : (FindingEdit) request;
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
}
