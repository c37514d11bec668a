// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Listing<StoredSeries> listing = orthanc::series;
    List<StoredSeries> series = new ArrayList<>(listing.orNone(studyId));
    for (String each : separateStudies.of(studyId)) {
      series.addAll(listing.orNone(each));
    }
    return new StudySeries(series);
  }

  /** The Modality of an instance's series; empty where it has none, or the series is gone. */
  public String modality(StoredInstance instance) {
    return of(instance).map(StoredSeries::modality).orElse("");
  }

  /** The Manufacturer of an instance's series; empty where it has none, or the series is gone. */
  public String manufacturer(StoredInstance instance) {
    return of(instance).map(StoredSeries::manufacturer).orElse("");
  }

  private Optional<StoredSeries> of(StoredInstance instance) {
    return Optional.ofNullable(byId.get(instance.seriesId()));
  }

  /** Numbers for the series that are added to these instances. */
  public SeriesNumbers numbers(List<StoredInstance> instances) {
    Map<String, Integer> present = new HashMap<>();
    for (StoredInstance instance : instances) {
      of(instance)
          .ifPresent(
              series ->
                  series
                      .number()
                      .ifPresent(number -> present.put(series.seriesInstanceUid(), number)));
    }
    return SeriesNumbers.behind(present);
  }
}
