// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.Optional;
import org.orthancprism.orthanc.Metadata;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.task.SeparateStudies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a study of films from naming a study of results that Orthanc has deleted: because an
 * administrator deleted it, or because its last result expired, was recalled or became outdated.
 */
public final class LostSeparateStudy {

  private static final Logger LOG = LoggerFactory.getLogger(LostSeparateStudy.class);

  private final OrthancClient orthanc;
  private final SeparateStudies separateStudies;

  public LostSeparateStudy(OrthancClient orthanc, SeparateStudies separateStudies) {
    this.orthanc = orthanc;
    this.separateStudies = separateStudies;
  }

  /**
   * Takes the name off the study of films. Does nothing for a study that holds no results, or is
   * there again.
   *
   * @param studyId Orthanc's identifier of a study that Orthanc has deleted
   */
  public void deleted(String studyId) throws OrthancRestException {
    Optional<String> films = separateStudies.source(studyId);
    if (films.isEmpty() || isHeld(studyId)) {
      return;
    }
    Optional<Metadata> name =
        orthanc
            .metadata(films.get(), SeparateStudy.METADATA)
            .filter(one -> one.value().equals(studyId));
    if (name.isEmpty()) {
      return;
    }
    orthanc.deleteMetadata(films.get(), SeparateStudy.METADATA, name.get());
    if (isHeld(studyId)) {
      // A worker stored results in between, and may have named their study before this.
      orthanc.setMetadata(films.get(), SeparateStudy.METADATA, studyId);
      return;
    }
    LOG.info("Study {} of results was deleted; study {} no longer names it", studyId, films.get());
  }

  private boolean isHeld(String studyId) throws OrthancRestException {
    try {
      return !orthanc.study(studyId).isEmpty();
    } catch (OrthancRestException.NotFound deleted) {
      return false;
    }
  }
}
