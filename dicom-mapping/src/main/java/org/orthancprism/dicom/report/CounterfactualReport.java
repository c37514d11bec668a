// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.List;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.result.ContributingEquipment;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.dicom.result.Reference;
import org.orthancprism.dicom.result.StudyContext;

/**
 * The report about all counterfactuals of a study: Comprehensive 3D SR with the root template TID
 * 1500, as IHE Radiology AI Results asks for qualitative findings.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_A.35.13">PS3.3
 *     A.35.13</a>
 */
public final class CounterfactualReport {

  private CounterfactualReport() {}

  /** The report where no film is damaged, and all edits have images. */
  public static DicomObject of(List<Dataset> sources, List<EditedFilm> films, Origin origin) {
    return of(ReportedFilms.of(sources, films), origin);
  }

  /**
   * The object. Its SOP Instance UID is {@link DerivedUid#report} of all counterfactuals.
   *
   * @param films what it is about
   * @param origin what made it, and when
   * @throws IllegalArgumentException if the films are of several studies, or lack UIDs
   */
  public static DicomObject of(ReportedFilms films, Origin origin) {
    List<Dataset> instances = films.instances().toList();
    requireOneStudy(films.sources());
    StudyContext context = new StudyContext(films.sources().get(0), origin.clock());
    DatasetBuilder report = Dataset.builder();
    context.copyTo(report, origin.study());
    identify(report, films, origin);
    describeEquipment(report, origin.algorithm());
    describeDocument(report, context);
    report.set(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE, EvidenceSequence.of(instances));
    report.addAll(MeasurementReport.of(films, origin.algorithm()).toDataset());
    return DicomObject.of(report.build());
  }

  private static void requireOneStudy(List<Dataset> films) {
    long studies = films.stream().map(Reference::studyInstanceUid).distinct().count();
    if (studies != 1) {
      throw new IllegalArgumentException("a report is about one study, not " + studies);
    }
  }

  private static void identify(DatasetBuilder report, ReportedFilms films, Origin origin) {
    String digest = origin.packDigest();
    String series =
        origin.seriesUid(DerivedUid.Role.REPORT_SERIES, "", films.edited().get(0).source());
    report
        .set(Tag.SOP_CLASS_UID, SopClass.COMPREHENSIVE_3D_SR)
        .set(Tag.SOP_INSTANCE_UID, DerivedUid.report(digest, films.counterfactuals()))
        .set(Tag.SERIES_INSTANCE_UID, series)
        .set(Tag.MODALITY, "SR")
        .set(Tag.SERIES_NUMBER, origin.numbers().of(series))
        .set(Tag.SERIES_DESCRIPTION, "Counterfactual report - SYNTHETIC, not for diagnosis")
        .set(Tag.INSTANCE_NUMBER, 1)
        .set(Tag.SYNTHETIC_DATA, "YES")
        .set(Tag.CODING_SCHEME_IDENTIFICATION_SEQUENCE, PrismCodes.schemeIdentification())
        .setEmptyIfAbsent(Tag.REFERENCED_PERFORMED_PROCEDURE_STEP_SEQUENCE);
  }

  /** General and Enhanced General Equipment (PS3.3 C.7.5.1, C.7.5.2). */
  private static void describeEquipment(DatasetBuilder report, Algorithm algorithm) {
    report
        .set(Tag.MANUFACTURER, algorithm.manufacturer())
        .set(Tag.MANUFACTURER_MODEL_NAME, algorithm.modelName())
        .set(Tag.DEVICE_SERIAL_NUMBER, algorithm.packDigest())
        .set(Tag.SOFTWARE_VERSIONS, algorithm.softwareVersion(), algorithm.packVersion())
        .set(Tag.DEVICE_UID, DerivedUid.device(algorithm.packDigest()))
        .set(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE, ContributingEquipment.synthesizing(algorithm));
  }

  /** SR Document General (PS3.3 C.17.2): whole, but not looked at by anybody. */
  private static void describeDocument(DatasetBuilder report, StudyContext context) {
    context.date(report);
    report
        .set(Tag.PRELIMINARY_FLAG, "PRELIMINARY")
        .set(Tag.COMPLETION_FLAG, "COMPLETE")
        .set(Tag.VERIFICATION_FLAG, "UNVERIFIED")
        .setEmptyIfAbsent(Tag.PERFORMED_PROCEDURE_CODE_SEQUENCE);
  }
}
