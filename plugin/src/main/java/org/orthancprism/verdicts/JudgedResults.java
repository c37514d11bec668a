// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.verdicts;

import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.recognition.ResultMark;
import org.orthancprism.dicom.recognition.StatedPack;
import org.orthancprism.dicom.report.ReportedEdit;
import org.orthancprism.rest.Problem;
import org.orthancprism.results.StudyReports;

/** Finds what a counterfactual in Orthanc is, and the report that tells of it. */
public final class JudgedResults {

  private final StudyReports reports;

  public JudgedResults(StudyReports reports) {
    this.reports = reports;
  }

  /**
   * The counterfactual that an instance is.
   *
   * @param instance Orthanc's identifier
   * @throws Problem 400 where it is none of ours, or no report tells of it
   */
  public JudgedResult find(String instance) {
    Dataset image = reports.read(instance).orElseThrow(JudgedResults::noCounterfactual);
    OwnObject own =
        OwnObject.of(image)
            .filter(OwnObject::madeHere)
            .filter(JudgedResults::isCounterfactual)
            .orElseThrow(JudgedResults::noCounterfactual);
    String study = reports.json("/instances/" + instance + "/study").asJsonObject().getString("ID");
    return reports.instances(study).stream()
        .flatMap(report -> told(instance, study, own, image, report).stream())
        .findFirst()
        .orElseThrow(
            () ->
                Problem.badRequest(
                    "$.instance: no report in its study tells of this counterfactual."));
  }

  private static boolean isCounterfactual(OwnObject own) {
    return own.mark().filter(mark -> mark.kind() == ResultMark.Kind.COUNTERFACTUAL).isPresent();
  }

  private static Problem noCounterfactual() {
    return Problem.badRequest("$.instance: is no counterfactual that was made here.");
  }

  private Optional<JudgedResult> told(
      String instance, String study, OwnObject own, Dataset image, String report) {
    return reports
        .report(report)
        .flatMap(found -> ReportedEdit.in(found, own.sopInstanceUid()))
        .map(
            edit ->
                new JudgedResult(
                    instance,
                    report,
                    study,
                    own.sopInstanceUid(),
                    own.references().stream().findFirst().orElse(""),
                    edit.name(),
                    StatedPack.of(image).map(StatedPack::digest).orElse("")));
  }
}
