// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orthancprism.dicom.result.SeriesNumbers;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.orthanc.StoredSeries;
import org.orthancprism.task.SeparateStudies;

/**
 * The series of a study of films and of the study of its own that its results may be in, each as
 * Orthanc listed it once. One request to Orthanc lists all series of a study.
 */
public final class StudySeries {

  private final Map<String, StoredSeries> byId = new LinkedHashMap<>();

  /** These series. */
  public StudySeries(List<StoredSeries> series) {
    series.forEach(one -> byId.put(one.id(), one));
  }

  /**
   * Asks Orthanc.
   *
   * @param instances what it listed before; no study is asked about of which that holds nothing
   */
  public static StudySeries of(
      OrthancClient orthanc, String studyId, SeparateStudy separate, StudyInstances instances)
      throws OrthancRestException {
    List<StoredSeries> series = new ArrayList<>(orthanc.series(studyId));
    if (!instances.separate().isEmpty()) {
      series.addAll(separate.series());
    }
    return new StudySeries(series);
  }

  /** Asks Orthanc for what the queue knows of; what Orthanc has deleted has no series. */
  public static StudySeries of(
      OrthancClient orthanc, String studyId, SeparateStudies separateStudies)
      throws OrthancRestException {
    List<StoredSeries> series = new ArrayList<>(ofStudy(orthanc, studyId));
    for (String each : separateStudies.of(studyId)) {
      series.addAll(ofStudy(orthanc, each));
    }
    return new StudySeries(series);
  }

  private static List<StoredSeries> ofStudy(OrthancClient orthanc, String studyId)
      throws OrthancRestException {
    try {
      return orthanc.series(studyId);
    } catch (OrthancRestException.NotFound deleted) {
      return List.of();
    }
  }

  /** The Modality of an instance's series; empty where it has none, or the series is gone. */
  public String modality(StoredInstance instance) {
    StoredSeries series = byId.get(instance.seriesId());
    return series == null ? "" : series.modality();
  }

  /** The Manufacturer of an instance's series; empty where it has none, or the series is gone. */
  public String manufacturer(StoredInstance instance) {
    StoredSeries series = byId.get(instance.seriesId());
    return series == null ? "" : series.manufacturer();
  }

  /** Numbers for the series that are added to these instances. */
  public SeriesNumbers numbers(List<StoredInstance> instances) {
    Map<String, Integer> present = new HashMap<>();
    for (StoredInstance instance : instances) {
      StoredSeries series = byId.get(instance.seriesId());
      if (series != null) {
        series.number().ifPresent(number -> present.put(series.seriesInstanceUid(), number));
      }
    }
    return SeriesNumbers.behind(present);
  }
}
