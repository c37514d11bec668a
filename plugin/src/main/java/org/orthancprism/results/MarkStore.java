// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.time.Clock;
import java.util.Collection;
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
   * Notes that objects were added or deleted and that this is no news: a study that was done with
   * what it held before is done still.
   *
   * @param before what the study held
   * @param after what it holds now
   */
  public void changed(String studyId, List<StoredInstance> before, List<StoredInstance> after)
      throws OrthancRestException {
    changed(
        studyId, read(studyId), StoredInstance.revisions(before), StoredInstance.revisions(after));
  }

  /**
   * The same where the mark was read before.
   *
   * @param read what was there before the work
   * @param before revisions of what the study held
   * @param after revisions of what it holds now
   */
  public void changed(
      String studyId, Optional<Metadata> read, Collection<String> before, Collection<String> after)
      throws OrthancRestException {
    write(
        studyId,
        read,
        found -> found.filter(mark -> mark.holds(before)).map(mark -> mark.withInstances(after)));
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
