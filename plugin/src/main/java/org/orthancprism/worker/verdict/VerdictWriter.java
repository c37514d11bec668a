// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.verdict;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.configuration.Version;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.recognition.OwnObject;
import org.orthancprism.dicom.report.VerdictReport;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.Stored;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.provenance.ResultFiles;
import org.orthancprism.results.MarkStore;
import org.orthancprism.results.StudyInstances;
import org.orthancprism.results.StudySeries;
import org.orthancprism.task.SeparateStudies;
import org.orthancprism.verdicts.JudgedResult;
import org.orthancprism.verdicts.RecordedVerdict;
import org.orthancprism.verdicts.RecordedVerdict.Document;
import org.orthancprism.verdicts.VerdictRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the documents of one Orthanc's verdicts, signed as all that is made here. It adds an
 * instance to the study that holds the result and touches no other. A document depends on its
 * verdict alone, so that several workers may write the same one.
 */
public final class VerdictWriter {

  private static final Logger LOG = LoggerFactory.getLogger(VerdictWriter.class);

  /** Verdicts that are written in one go. */
  private static final int MOST = 20;

  private final OrthancClient orthanc;
  private final VerdictRecords records;
  private final SeparateStudies separateStudies;
  private final DicomCodec codec;
  private final ResultFiles files;
  private final MarkStore marks;
  private final Clock clock;

  public VerdictWriter(
      OrthancClient orthanc,
      VerdictRecords records,
      SeparateStudies separateStudies,
      DicomCodec codec,
      ResultFiles files,
      Clock clock) {
    this.orthanc = orthanc;
    this.records = records;
    this.separateStudies = separateStudies;
    this.codec = codec;
    this.files = files;
    this.marks = new MarkStore(orthanc, clock);
    this.clock = clock;
  }

  /** Writes what waits. What fails for a reason that may pass waits on. */
  public void write() {
    for (RecordedVerdict verdict : records.waiting(MOST)) {
      String uid = verdict.documentUid();
      try {
        records.became(verdict, write(verdict) ? Document.STORED : Document.REFUSED);
      } catch (OrthancRestException e) {
        if (e.mayPass()) {
          LOG.warn("Verdict {} is not stored yet, next try soon: {}", uid, e.getMessage());
          return;
        }
        LOG.warn("Verdict {} can't be stored in its study: {}", uid, e.getMessage());
        records.became(verdict, Document.REFUSED);
      }
    }
  }

  private boolean write(RecordedVerdict verdict) throws OrthancRestException {
    JudgedResult result = verdict.result();
    Dataset image = read(result.instance());
    Dataset report = read(result.report());
    boolean isReported =
        image.string(Tag.SOP_INSTANCE_UID).filter(result.sopInstanceUid()::equals).isPresent()
            && OwnObject.of(report)
                .filter(one -> one.references().contains(result.sopInstanceUid()))
                .isPresent();
    if (!isReported) {
      LOG.warn(
          "Verdict {} is not stored: its study no longer holds result {} and the report of it",
          verdict.documentUid(),
          result.sopInstanceUid());
      return false;
    }
    Optional<String> before = records.predecessor(verdict).map(RecordedVerdict::documentUid);
    store(
        result.study(),
        new VerdictReport(
            image,
            report,
            verdict.verdict(),
            before,
            new VerdictReport.Software(OwnObject.SOFTWARE, Version.current())));
    return true;
  }

  private void store(String study, VerdictReport report) throws OrthancRestException {
    // The mark is on the study of the films, wherever the result is.
    String films = separateStudies.source(study).orElse(study);
    List<StoredInstance> before = StudyInstances.of(orthanc, films, separateStudies).all();
    StudySeries series = StudySeries.of(orthanc, films, separateStudies);
    DicomObject object = report.object(series.numbers(before), clock.getZone());
    Stored stored = orthanc.store(files.of(object));
    if (stored.added()) {
      List<StoredInstance> after = new ArrayList<>(before);
      orthanc.instances(study).stream()
          .filter(one -> one.id().equals(stored.id()))
          .forEach(after::add);
      marks.changed(films, before, after);
      LOG.info("Verdict {} is stored as instance {}", report.sopInstanceUid(), stored.id());
    }
  }

  /** Without pixels; without anything where it can't be read. */
  private Dataset read(String instance) throws OrthancRestException {
    try {
      return codec.read(orthanc.file(instance)).dataset().toBuilder()
          .remove(Tag.PIXEL_DATA)
          .build();
    } catch (DicomFormatException e) {
      LOG.warn("Instance {} can't be read: {}", instance, e.getMessage());
      return Dataset.builder().build();
    }
  }
}
