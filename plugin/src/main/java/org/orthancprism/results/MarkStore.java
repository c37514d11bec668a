// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.orthancprism.orthanc.Metadata;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;

/**
 * The marks on studies in Orthanc. Where another client wrote one in between, as an Orthanc that
 * checks revisions reports, the two are merged.
 */
public final class MarkStore {

  private static final int ATTEMPTS = 5;

  private final OrthancClient orthanc;
  private final Clock clock;

  public MarkStore(OrthancClient orthanc, Clock clock) {
    this.orthanc = orthanc;
    this.clock = clock;
  }

  /** What is there. */
  public Optional<Metadata> read(String studyId) throws OrthancRestException {
    return orthanc.metadata(studyId, StudyMark.METADATA);
  }

  /** The mark in what was read, if it is one of ours. */
  public static Optional<StudyMark> mark(Optional<Metadata> read) {
    return read.map(Metadata::value).flatMap(StudyMark::parse);
  }

  /**
   * Notes that an object was added that is no news: a study that was done with what it held before
   * is done still.
   *
   * @param before what the study held without it
   * @param after what it holds now
   */
  public void added(String studyId, List<StoredInstance> before, List<StoredInstance> after)
      throws OrthancRestException {
    write(
        studyId,
        read(studyId),
        found ->
            found
                .filter(mark -> mark.holds(StoredInstance.revisions(before)))
                .map(mark -> mark.withInstances(StoredInstance.revisions(after))));
  }

  /**
   * Writes a mark.
   *
   * @param read what was there before the work
   * @param change gives the mark to write where this one is there, or none to leave it
   */
  public void write(
      String studyId,
      Optional<Metadata> read,
      Function<Optional<StudyMark>, Optional<StudyMark>> change)
      throws OrthancRestException {
    Optional<Metadata> there = read;
    for (int attempt = 1; ; attempt++) {
      Optional<StudyMark> mark = change.apply(mark(there));
      if (mark.isEmpty()) {
        return;
      }
      try {
        orthanc.setMetadata(studyId, StudyMark.METADATA, mark.get().text(clock.instant()), there);
        return;
      } catch (OrthancRestException.Conflict e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        there = read(studyId);
      }
    }
  }
}
