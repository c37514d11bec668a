// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;

/**
 * Finds the films whose results a study holds already, by the reports in it. A report is stored
 * last, so that what it tells of is there, also where a worker died before it could note that.
 */
final class ReportedFilms {

  private final OrthancClient orthanc;
  private final WantedResults wanted;
  private final DicomCodec codec;

  ReportedFilms(OrthancClient orthanc, WantedResults wanted, DicomCodec codec) {
    this.orthanc = orthanc;
    this.wanted = wanted;
    this.codec = codec;
  }

  /**
   * The films that need no work. A report of which an object has been deleted since counts for
   * none, so that the same films are done again under the same UIDs.
   *
   * @param packDigest the pack that the results are to be of
   * @param edits the edits that they are to be of, as UIDs tell them apart
   * @param studyInstanceUid UID of the study
   * @param instances all that the study holds
   * @return SOP Instance UIDs of films
   */
  Set<String> of(
      String packDigest,
      List<String> edits,
      String studyInstanceUid,
      List<StoredInstance> instances)
      throws OrthancRestException, StudyFailure {
    Set<String> held =
        instances.stream().map(StoredInstance::sopInstanceUid).collect(Collectors.toSet());
    Set<String> films = new LinkedHashSet<>();
    for (StoredInstance report : reports(packDigest, studyInstanceUid, instances)) {
      Set<String> referenced = evidence(report);
      referenced.retainAll(held);
      Set<String> sources = new LinkedHashSet<>();
      for (String uid : referenced) {
        if (referenced.containsAll(wanted.sopInstanceUids(packDigest, edits, uid))) {
          sources.add(uid);
        }
      }
      if (DerivedUid.report(packDigest, edits, List.copyOf(sources))
          .equals(report.sopInstanceUid())) {
        films.addAll(sources);
      }
    }
    return films;
  }

  private Set<StoredInstance> reports(
      String packDigest, String studyInstanceUid, List<StoredInstance> instances)
      throws OrthancRestException {
    String series = DerivedUid.reportSeries(packDigest, studyInstanceUid);
    Set<StoredInstance> reports = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>();
    for (StoredInstance instance : instances) {
      if (seen.add(instance.seriesId()) && series.equals(seriesUid(instance.seriesId()))) {
        instances.stream()
            .filter(other -> other.seriesId().equals(instance.seriesId()))
            .forEach(reports::add);
      }
    }
    return reports;
  }

  private String seriesUid(String seriesId) throws OrthancRestException {
    return orthanc
        .series(seriesId)
        .getJsonObject("MainDicomTags")
        .getString("SeriesInstanceUID", "");
  }

  private Set<String> evidence(StoredInstance report) throws OrthancRestException, StudyFailure {
    Dataset dataset;
    try {
      dataset = codec.read(orthanc.file(report.id())).dataset();
    } catch (DicomFormatException e) {
      throw new StudyFailure(
          "report " + report.sopInstanceUid() + " can't be read: " + e.getMessage(), e);
    }
    return dataset.items(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE).stream()
        .flatMap(study -> study.items(Tag.REFERENCED_SERIES_SEQUENCE).stream())
        .flatMap(series -> series.items(Tag.REFERENCED_SOP_SEQUENCE).stream())
        .flatMap(reference -> reference.string(Tag.REFERENCED_SOP_INSTANCE_UID).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
