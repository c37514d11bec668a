// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import static org.orthancprism.dicom.report.ContentItem.Relationship.CONTAINS;
import static org.orthancprism.dicom.report.ContentItem.Relationship.HAS_CONCEPT_MODIFIER;
import static org.orthancprism.dicom.report.ContentItem.Relationship.HAS_OBSERVATION_CONTEXT;

import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.dicom.result.Reference;
import org.orthancprism.dicom.result.ResultsStudy;
import org.orthancprism.dicom.result.SeriesNumbers;
import org.orthancprism.dicom.result.StudyContext;

/**
 * What a reader said of a counterfactual: Comprehensive SR with the root template TID 1500. It
 * refers to the counterfactual and to the report of it, under the tracking identifier that the
 * report gives the edit. A verdict that replaces another names it in Predecessor Documents Sequence
 * (0040,A360).
 *
 * <p>No part of it is synthetic: it says what a person thinks. The same verdict gives the same
 * object, whoever writes it.
 *
 * @param counterfactual attributes of the counterfactual; of its study the verdict becomes a part
 * @param report attributes of the report that tells of it, of the same study
 * @param verdict what was said
 * @param predecessor SOP Instance UID of the verdict that it replaces
 * @param software name and version of what records it
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_A.35.3">PS3.3
 *     A.35.3</a>
 */
public record VerdictReport(
    Dataset counterfactual,
    Dataset report,
    ReaderVerdict verdict,
    Optional<String> predecessor,
    Software software) {

  private static final String ROOT = "1500";
  private static final String GROUP = "1501";
  private static final String TITLE = "Verdicts of readers on synthetic images";

  /** What records a verdict. */
  public record Software(String name, String version) {
    public Software {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(version, "version");
    }
  }

  public VerdictReport {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(predecessor, "predecessor");
    Objects.requireNonNull(software, "software");
    if (!Reference.studyInstanceUid(counterfactual).equals(Reference.studyInstanceUid(report))) {
      throw new IllegalArgumentException("a counterfactual and its report are of one study");
    }
    if (ReportedEdit.in(report, Reference.to(counterfactual).sopInstanceUid()).isEmpty()) {
      throw new IllegalArgumentException("the report does not tell of the counterfactual");
    }
  }

  /** Its SOP Instance UID. */
  public String sopInstanceUid() {
    return DerivedUid.verdict(
        Reference.to(counterfactual).sopInstanceUid(),
        verdict.reader(),
        verdict.at().toEpochMilli());
  }

  /**
   * The object.
   *
   * @param numbers numbers for the series of the study
   * @param zone in which its dates are, where the film names none
   */
  public DicomObject object(SeriesNumbers numbers, ZoneId zone) {
    StudyContext context = new StudyContext(counterfactual, Clock.fixed(verdict.at(), zone));
    DatasetBuilder object = Dataset.builder();
    // The study that its counterfactual is in, whichever that is.
    context.copyTo(object, ResultsStudy.ofFilm());
    String series = series();
    object
        .set(Tag.SOP_CLASS_UID, SopClass.COMPREHENSIVE_SR)
        .set(Tag.SOP_INSTANCE_UID, sopInstanceUid())
        .set(Tag.SERIES_INSTANCE_UID, series)
        .set(Tag.MODALITY, "SR")
        .set(Tag.SERIES_NUMBER, numbers.of(series))
        .set(Tag.SERIES_DESCRIPTION, TITLE)
        .set(Tag.INSTANCE_NUMBER, 1)
        .set(Tag.CODING_SCHEME_IDENTIFICATION_SEQUENCE, PrismCodes.schemeIdentification())
        .setEmptyIfAbsent(Tag.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE)
        .set(Tag.MANUFACTURER, software.name())
        .set(Tag.MANUFACTURER_MODEL_NAME, software.name())
        .set(Tag.SOFTWARE_VERSIONS, software.version())
        .set(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE, equipment());
    describeDocument(object, context);
    object.addAll(content().toDataset());
    return DicomObject.of(object.build());
  }

  private String series() {
    return DerivedUid.series(DerivedUid.Role.VERDICT_SERIES, "", "", counterfactual);
  }

  /** Carries the digest of the content that is signed. */
  private Dataset equipment() {
    return Dataset.builder()
        .set(Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE, Codes.PROCESSING_EQUIPMENT.item())
        .set(Tag.MANUFACTURER, software.name())
        .set(Tag.MANUFACTURER_MODEL_NAME, software.name())
        .set(Tag.SOFTWARE_VERSIONS, software.version())
        .set(
            Tag.CONTRIBUTION_DESCRIPTION,
            "Recorded what a reader said of a synthetic image. Not for diagnosis.")
        .build();
  }

  /** SR Document General (PS3.3 C.17.2): nobody signed it as legally responsible. */
  private void describeDocument(DatasetBuilder object, StudyContext context) {
    String study = Reference.studyInstanceUid(counterfactual);
    context.date(object);
    object
        .set(Tag.COMPLETION_FLAG, "COMPLETE")
        .set(Tag.VERIFICATION_FLAG, "UNVERIFIED")
        .setEmptyIfAbsent(Tag.PERFORMED_PROCEDURE_CODE_SEQUENCE)
        .set(
            Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE,
            EvidenceSequence.of(List.of(counterfactual, report)));
    predecessor.ifPresent(
        uid ->
            object.set(
                Tag.PREDECESSOR_DOCUMENTS_SEQUENCE,
                EvidenceSequence.ofReferences(
                    study, List.of(new Reference(SopClass.COMPREHENSIVE_SR, uid, series())))));
  }

  private ContentItem content() {
    return ContentItem.container(Codes.IMAGING_MEASUREMENT_REPORT, ROOT)
        .add(HAS_CONCEPT_MODIFIER, LanguageOfContent.english())
        .add(HAS_OBSERVATION_CONTEXT, PersonObserver.of(verdict.reader()))
        .add(
            HAS_CONCEPT_MODIFIER,
            ContentItem.code(Codes.PROCEDURE_REPORTED, MeasurementReport.procedure(counterfactual)))
        .add(CONTAINS, ImageLibrary.of(List.of(counterfactual)))
        .add(
            CONTAINS,
            ContentItem.container(Codes.IMAGING_MEASUREMENTS).add(CONTAINS, measurementGroup()));
  }

  private ContentItem measurementGroup() {
    Reference image = Reference.to(counterfactual);
    ReportedEdit edit = ReportedEdit.in(report, image.sopInstanceUid()).orElseThrow();
    ContentItem said = ContentItem.code(PrismCodes.VERDICT, verdict.opinion().concept());
    verdict
        .region()
        .ifPresent(
            region ->
                said.add(
                    HAS_CONCEPT_MODIFIER, ContentItem.code(Codes.FINDING_SITE, region.concept())));
    ContentItem group =
        ContentItem.container(Codes.MEASUREMENT_GROUP, GROUP)
            .add(
                HAS_OBSERVATION_CONTEXT,
                ContentItem.text(Codes.TRACKING_IDENTIFIER, edit.trackingIdentifier()))
            .add(HAS_OBSERVATION_CONTEXT, ContentItem.uid(Codes.TRACKING_UID, edit.trackingUid()))
            .add(CONTAINS, ContentItem.code(Codes.FINDING, edit.finding()))
            .add(HAS_CONCEPT_MODIFIER, ContentItem.code(Codes.FINDING_SITE, Codes.CHEST))
            .add(CONTAINS, ContentItem.image(PrismCodes.COUNTERFACTUAL_IMAGE, image))
            .add(CONTAINS, ContentItem.composite(PrismCodes.JUDGED_REPORT, Reference.to(report)))
            .add(CONTAINS, said);
    if (!verdict.words().isBlank()) {
      group.add(CONTAINS, ContentItem.text(Codes.COMMENT, verdict.words()));
    }
    return group;
  }
}
