// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import static org.orthancprism.dicom.report.ContentItem.Relationship.CONTAINS;
import static org.orthancprism.dicom.report.ContentItem.Relationship.HAS_CONCEPT_MODIFIER;
import static org.orthancprism.dicom.report.ContentItem.Relationship.HAS_OBSERVATION_CONTEXT;
import static org.orthancprism.dicom.report.ContentItem.Relationship.INFERRED_FROM;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.dicom.result.PixelSpacing;
import org.orthancprism.dicom.result.Reference;

/**
 * TID 1501: what one edit did to one film, under a tracking identifier of its own.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/chtml/part16/sect_TID_1501.html">PS3.16
 *     TID 1501</a>
 */
final class MeasurementGroup {
  private static final String TEMPLATE = "1501";

  private MeasurementGroup() {}

  static ContentItem of(EditedFilm film, Algorithm algorithm) {
    ContentItem group = ContentItem.container(Codes.MEASUREMENT_GROUP, TEMPLATE);
    track(
        group,
        film.source(),
        film.edit(),
        algorithm,
        Reference.to(film.counterfactual()).sopInstanceUid());
    group
        .add(CONTAINS, ContentItem.code(Codes.FINDING, film.edit().finding()))
        .add(HAS_CONCEPT_MODIFIER, ContentItem.code(Codes.FINDING_SITE, Codes.CHEST))
        .add(HAS_CONCEPT_MODIFIER, AlgorithmIdentification.of(algorithm, film.edit()))
        .add(CONTAINS, source(film))
        .add(
            CONTAINS,
            ContentItem.image(
                PrismCodes.COUNTERFACTUAL_IMAGE, Reference.to(film.counterfactual())));
    film.furtherImages()
        .forEach(
            image ->
                group.add(
                    CONTAINS, ContentItem.image(PrismCodes.FURTHER_IMAGE, Reference.to(image))));
    measure(group, film);
    AssessmentItems.addTo(group, film);
    return group
        .add(CONTAINS, ContentItem.code(PrismCodes.EDIT, direction(film.edit())))
        .add(CONTAINS, ContentItem.code(PrismCodes.ENDING, status(film.edit())))
        .add(CONTAINS, ContentItem.text(Codes.COMMENT, Limits.of(film)));
  }

  private static ContentItem source(EditedFilm film) {
    Reference source = Reference.to(film.source());
    return film.presentationState()
        .map(state -> ContentItem.image(Codes.SOURCE, source, Reference.to(state)))
        .orElseGet(() -> ContentItem.image(Codes.SOURCE, source));
  }

  /** What an edit without an image is about, how it ended, and why. */
  static ContentItem of(EditWithoutImage film, Algorithm algorithm) {
    ContentItem group = ContentItem.container(Codes.MEASUREMENT_GROUP, TEMPLATE);
    track(group, film.source(), film.edit(), algorithm, film.counterfactual());
    return group
        .add(CONTAINS, ContentItem.code(Codes.FINDING, film.edit().finding()))
        .add(HAS_CONCEPT_MODIFIER, ContentItem.code(Codes.FINDING_SITE, Codes.CHEST))
        .add(HAS_CONCEPT_MODIFIER, AlgorithmIdentification.of(algorithm, film.edit()))
        .add(CONTAINS, ContentItem.image(Codes.SOURCE, Reference.to(film.source())))
        .add(CONTAINS, ContentItem.code(PrismCodes.EDIT, direction(film.edit())))
        .add(CONTAINS, ContentItem.code(PrismCodes.ENDING, status(film.edit())))
        .add(CONTAINS, ContentItem.text(Codes.COMMENT, Limits.of(film)));
  }

  private static void track(
      ContentItem group,
      Dataset film,
      EditDescription edit,
      Algorithm algorithm,
      String counterfactual) {
    String identifier =
        edit.identity().key() + " of instance " + Reference.to(film).sopInstanceUid();
    group
        .add(HAS_OBSERVATION_CONTEXT, ContentItem.text(Codes.TRACKING_IDENTIFIER, identifier))
        .add(
            HAS_OBSERVATION_CONTEXT,
            ContentItem.uid(
                Codes.TRACKING_UID, DerivedUid.tracking(algorithm.packDigest(), counterfactual)));
  }

  private static void measure(ContentItem group, EditedFilm film) {
    ChangeMeasures change = film.change();
    ContentItem fraction =
        ContentItem.number(
            PrismCodes.CHANGED_FRACTION, percent(film.changedFraction()), Codes.PERCENT);
    Optional<ContentItem> area =
        PixelSpacing.of(film.source())
            .map(
                spacing ->
                    ContentItem.number(
                        Codes.AREA,
                        rounded(spacing.area(change.changedPixels())),
                        Codes.SQUARE_MILLIMETER));
    area.orElse(fraction).add(INFERRED_FROM, regions(film));
    area.ifPresent(item -> group.add(CONTAINS, item));
    group
        .add(CONTAINS, fraction)
        .add(CONTAINS, luminanceChange(change.meanChange(), Codes.MEAN))
        .add(CONTAINS, luminanceChange(change.maximumChange(), Codes.MAXIMUM));
  }

  /** TID 320: where in the film the change is. */
  private static List<ContentItem> regions(EditedFilm film) {
    Reference source = Reference.to(film.source());
    return film.outlines().stream()
        .map(
            outline ->
                ContentItem.region(Codes.SOURCE_OF_MEASUREMENT, outline.graphicData(), source))
        .toList();
  }

  private static ContentItem luminanceChange(double share, CodedConcept derivation) {
    return ContentItem.number(PrismCodes.LUMINANCE_CHANGE, percent(share), Codes.PERCENT)
        .add(HAS_CONCEPT_MODIFIER, ContentItem.code(Codes.DERIVATION, derivation));
  }

  private static CodedConcept direction(EditDescription edit) {
    return switch (edit.change()) {
      case REMOVED -> PrismCodes.FINDING_REMOVED;
      case ADDED -> PrismCodes.FINDING_ADDED;
      case PROMPTED -> PrismCodes.PROMPTED_CHANGE;
    };
  }

  /** CID 6042 Status of Results, and SNOMED CT for what that has no code. */
  private static CodedConcept status(EditDescription edit) {
    return switch (edit.ending().status()) {
      case MADE -> Codes.SUCCEEDED;
      case NOTHING_TO_DO -> Codes.NOT_ATTEMPTED;
      case UNDECIDED -> Codes.INDETERMINATE;
      case WITHHELD -> Codes.FAILED;
    };
  }

  static double percent(double share) {
    return rounded(100 * share);
  }

  static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.3f", value));
  }
}
