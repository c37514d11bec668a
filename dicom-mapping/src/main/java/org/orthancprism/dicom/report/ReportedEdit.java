// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

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
 * @param name the edit in the direction that it took, for example {@code remove-edema}
 * @param finding what it is about
 * @param trackingIdentifier Tracking Identifier (112039, DCM)
 * @param trackingUid Tracking Unique Identifier (112040, DCM)
 */
public record ReportedEdit(
    String name, CodedConcept finding, String trackingIdentifier, String trackingUid) {

  private static final String PARAMETER = "edit = ";
  private static final String TOGGLE = "toggle-";

  public ReportedEdit {
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
    return groups(report)
        .filter(group -> shows(group, counterfactual))
        .flatMap(group -> read(group).stream())
        .findFirst();
  }

  private static Stream<Dataset> groups(Dataset item) {
    return is(item, Codes.MEASUREMENT_GROUP)
        ? Stream.of(item)
        : item.items(Tag.CONTENT_SEQUENCE).stream().flatMap(ReportedEdit::groups);
  }

  private static boolean shows(Dataset group, String counterfactual) {
    return named(group, PrismCodes.COUNTERFACTUAL_IMAGE)
        .flatMap(image -> image.items(Tag.REFERENCED_SOP_SEQUENCE).stream())
        .flatMap(reference -> reference.string(Tag.REFERENCED_SOP_INSTANCE_UID).stream())
        .anyMatch(counterfactual::equals);
  }

  private static Optional<ReportedEdit> read(Dataset group) {
    Optional<String> name =
        texts(group, Codes.ALGORITHM_PARAMETERS)
            .filter(text -> text.startsWith(PARAMETER))
            .map(text -> text.substring(PARAMETER.length()))
            .findFirst();
    Optional<CodedConcept> finding = codes(group, Codes.FINDING).findFirst();
    Optional<String> identifier = texts(group, Codes.TRACKING_IDENTIFIER).findFirst();
    Optional<String> uid =
        named(group, Codes.TRACKING_UID).flatMap(item -> item.string(Tag.UID).stream()).findFirst();
    if (name.isEmpty() || finding.isEmpty() || identifier.isEmpty() || uid.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ReportedEdit(directed(name.get(), group), finding.get(), identifier.get(), uid.get()));
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
