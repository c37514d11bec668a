// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * What a report of ours tells of the edit that made a counterfactual.
 *
 * @param film SOP Instance UID of the film
 * @param counterfactual that of the counterfactual
 * @param name the edit in the direction that it took, for example {@code remove-edema}
 * @param finding what it is about
 * @param trackingIdentifier Tracking Identifier (112039, DCM)
 * @param trackingUid Tracking Unique Identifier (112040, DCM)
 */
public record ReportedEdit(
    String film,
    String counterfactual,
    String name,
    CodedConcept finding,
    String trackingIdentifier,
    String trackingUid) {

  private static final String PARAMETER = "edit = ";
  private static final String TOGGLE = "toggle-";

  public ReportedEdit {
    Objects.requireNonNull(film, "film");
    Objects.requireNonNull(counterfactual, "counterfactual");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(finding, "finding");
    Objects.requireNonNull(trackingIdentifier, "trackingIdentifier");
    Objects.requireNonNull(trackingUid, "trackingUid");
  }

  /**
   * Looks an edit up in a report.
   *
   * @param report attributes of the report
   * @param counterfactual SOP Instance UID of the counterfactual
   * @return empty where the report does not tell of it
   */
  public static Optional<ReportedEdit> in(Dataset report, String counterfactual) {
    return all(report).stream()
        .filter(edit -> edit.counterfactual().equals(counterfactual))
        .findFirst();
  }

  /** All edits that a report tells of with an image. */
  public static List<ReportedEdit> all(Dataset report) {
    return groups(report).flatMap(group -> read(group).stream()).toList();
  }

  private static Stream<Dataset> groups(Dataset item) {
    return is(item, Codes.MEASUREMENT_GROUP)
        ? Stream.of(item)
        : item.items(Tag.CONTENT_SEQUENCE).stream().flatMap(ReportedEdit::groups);
  }

  private static Optional<String> image(Dataset group, CodedConcept name) {
    return named(group, name)
        .flatMap(image -> image.items(Tag.REFERENCED_SOP_SEQUENCE).stream())
        .flatMap(reference -> reference.string(Tag.REFERENCED_SOP_INSTANCE_UID).stream())
        .findFirst();
  }

  private static Optional<ReportedEdit> read(Dataset group) {
    Optional<String> film = image(group, Codes.SOURCE);
    Optional<String> counterfactual = image(group, PrismCodes.COUNTERFACTUAL_IMAGE);
    Optional<String> name =
        texts(group, Codes.ALGORITHM_PARAMETERS)
            .filter(text -> text.startsWith(PARAMETER))
            .map(text -> text.substring(PARAMETER.length()))
            .findFirst();
    Optional<CodedConcept> finding = codes(group, Codes.FINDING).findFirst();
    Optional<String> identifier = texts(group, Codes.TRACKING_IDENTIFIER).findFirst();
    Optional<String> uid =
        named(group, Codes.TRACKING_UID).flatMap(item -> item.string(Tag.UID).stream()).findFirst();
    boolean isWhole = film.isPresent() && counterfactual.isPresent() && name.isPresent();
    if (!isWhole || finding.isEmpty() || identifier.isEmpty() || uid.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ReportedEdit(
            film.get(),
            counterfactual.get(),
            directed(name.get(), group),
            finding.get(),
            identifier.get(),
            uid.get()));
  }

  /** A toggle is counted as what it did. */
  private static String directed(String name, Dataset group) {
    if (!name.startsWith(TOGGLE)) {
      return name;
    }
    boolean removed = codes(group, PrismCodes.EDIT).anyMatch(PrismCodes.FINDING_REMOVED::equals);
    return (removed ? "remove-" : "add-") + name.substring(TOGGLE.length());
  }

  private static Stream<String> texts(Dataset group, CodedConcept name) {
    return named(group, name).flatMap(item -> item.string(Tag.TEXT_VALUE).stream());
  }

  private static Stream<CodedConcept> codes(Dataset group, CodedConcept name) {
    return named(group, name)
        .flatMap(item -> item.items(Tag.CONCEPT_CODE_SEQUENCE).stream())
        .flatMap(code -> CodedConcept.of(code).stream());
  }

  private static Stream<Dataset> named(Dataset group, CodedConcept name) {
    return group.items(Tag.CONTENT_SEQUENCE).stream().filter(item -> is(item, name));
  }

  private static boolean is(Dataset item, CodedConcept name) {
    return item.items(Tag.CONCEPT_NAME_CODE_SEQUENCE).stream().anyMatch(name::matches);
  }
}
