// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import static org.orthancprism.dicom.report.ContentItem.Relationship.CONTAINS;
import static org.orthancprism.dicom.report.ContentItem.Relationship.HAS_CONCEPT_MODIFIER;
import static org.orthancprism.dicom.report.ContentItem.Relationship.HAS_OBSERVATION_CONTEXT;

import java.util.List;
import java.util.stream.Stream;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.Algorithm;

/**
 * TID 1500: the root of the report's content.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/chtml/part16/sect_TID_1500.html">PS3.16
 *     TID 1500</a>
 */
final class MeasurementReport {
  private static final String TEMPLATE = "1500";

  private MeasurementReport() {}

  /** The root; damaged films are named by their SOP Instance UIDs in a comment. */
  static ContentItem of(ReportedFilms films, Algorithm algorithm) {
    ContentItem measurements = ContentItem.container(Codes.IMAGING_MEASUREMENTS);
    films
        .edited()
        .forEach(film -> measurements.add(CONTAINS, MeasurementGroup.of(film, algorithm)));
    films
        .withoutImage()
        .forEach(film -> measurements.add(CONTAINS, MeasurementGroup.of(film, algorithm)));
    ContentItem root = ContentItem.container(Codes.IMAGING_MEASUREMENT_REPORT, TEMPLATE);
    root.add(HAS_CONCEPT_MODIFIER, LanguageOfContent.english())
        .add(HAS_OBSERVATION_CONTEXT, DeviceObserver.of(algorithm))
        .add(
            HAS_CONCEPT_MODIFIER,
            ContentItem.code(Codes.PROCEDURE_REPORTED, procedure(films.sources().get(0))))
        .add(
            CONTAINS,
            ImageLibrary.of(
                films.sources(), films.edited().stream().flatMap(MeasurementReport::made).toList()))
        .add(CONTAINS, measurements);
    if (!films.damaged().isEmpty()) {
      root.add(CONTAINS, ContentItem.text(Codes.COMMENT, leftOut(films.damaged())));
    }
    return root;
  }

  private static String leftOut(List<String> damaged) {
    String films = damaged.size() == 1 ? "1 film" : damaged.size() + " films";
    return String.format(
        "%s damaged: what could not be read or edited is not in this report. SOP Instance UID %s",
        films, String.join(", ", damaged));
  }

  private static Stream<Dataset> made(EditedFilm film) {
    return Stream.concat(Stream.of(film.counterfactual()), film.furtherImages().stream());
  }

  /**
   * The imaging procedure, not the algorithm's (IHE Radiology AI Results): as the study names it,
   * or a plain chest radiograph.
   */
  static CodedConcept procedure(Dataset source) {
    return source.items(Tag.PROCEDURE_CODE_SEQUENCE).stream()
        .flatMap(item -> CodedConcept.of(item).stream())
        .findFirst()
        .orElse(Codes.PLAIN_CHEST_XRAY);
  }
}
