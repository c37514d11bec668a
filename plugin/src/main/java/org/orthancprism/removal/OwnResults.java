// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.recognition.CreationTime;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.recognition.ReportedEdits;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.results.HeldResult;
import org.orthancprism.results.StudySeries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what this software made among the instances of a study. Only series of its Manufacturer
 * (0008,0070) are opened, one file at a time; what a file says decides.
 */
final class OwnResults {

  private static final Logger LOG = LoggerFactory.getLogger(OwnResults.class);

  private final OrthancClient orthanc;
  private final DicomCodec codec;
  private final ZoneId zone;

  /**
   * @param zone where objects were made that name no zone
   */
  OwnResults(OrthancClient orthanc, DicomCodec codec, ZoneId zone) {
    this.orthanc = orthanc;
    this.codec = codec;
    this.zone = zone;
  }

  /** Those among the instances of a study. */
  List<DatedResult> among(List<StoredInstance> instances, StudySeries series)
      throws OrthancRestException {
    List<DatedResult> found = new ArrayList<>();
    for (StoredInstance instance : instances) {
      if (series.manufacturer(instance).strip().equals(OwnObject.SOFTWARE)) {
        read(instance).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<DatedResult> read(StoredInstance instance) throws OrthancRestException {
    Dataset dataset;
    try {
      dataset = codec.read(orthanc.file(instance.id())).dataset();
    } catch (DicomFormatException e) {
      LOG.warn(
          "Instance {} ({}) can't be read, and stays: {}",
          instance.sopInstanceUid(),
          instance.id(),
          e.getMessage());
      return Optional.empty();
    }
    return HeldResult.of(instance, dataset)
        .filter(HeldResult::mayBeDeleted)
        .map(
            result ->
                new DatedResult(result, CreationTime.of(dataset, zone), ReportedEdits.of(dataset)));
  }
}
