// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.Locale;
import java.util.Optional;
import org.orthancprism.orthanc.Metadata;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an administrator can search studies in Orthanc by: metadata {@value #METADATA} in words, and
 * a label {@code prism-} with the state where Orthanc has labels (from 1.12.0 on).
 */
public enum StudyState {
  /** Its results are stored. */
  DONE,
  /** All its edits ended without an image. */
  NOTHING,
  /** Its task failed. */
  FAILED,
  /** Its results were stored, and deleted since they had been kept long enough. */
  EXPIRED,
  /** Its results were stored, and an administrator recalled them. */
  RECALLED;

  /** Number of the metadata. */
  static final int METADATA = 5121;

  private static final String STORED = "done";
  private static final String REMOVED = STORED + ", results ";

  private static final Logger LOG = LoggerFactory.getLogger(StudyState.class);

  /**
   * Shows it on a study. A failure to do so costs no results.
   *
   * @param words the value of the metadata
   */
  public void show(OrthancClient orthanc, String studyId, String words) {
    try {
      orthanc.setMetadata(studyId, METADATA, words);
      if (orthanc.hasLabels()) {
        orthanc.addLabel(studyId, label());
        for (StudyState other : values()) {
          if (other != this) {
            orthanc.removeLabel(studyId, other.label());
          }
        }
      }
    } catch (OrthancRestException e) {
      LOG.warn("Study {}: the state {} can't be shown on it: {}", studyId, words, e.getMessage());
    }
  }

  /** The same, unless it is shown already that the study's results were deleted. */
  public void showUnlessRemoved(OrthancClient orthanc, String studyId, String words) {
    try {
      Optional<Metadata> shown = orthanc.metadata(studyId, METADATA);
      if (shown.filter(one -> one.value().startsWith(REMOVED)).isPresent()) {
        return;
      }
    } catch (OrthancRestException e) {
      LOG.warn("Study {}: its state can't be read: {}", studyId, e.getMessage());
    }
    show(orthanc, studyId, words);
  }

  /** The same for a study of which the last result was deleted, if it is shown as done. */
  public void showInPlaceOfDone(OrthancClient orthanc, String studyId) throws OrthancRestException {
    Optional<Metadata> shown = orthanc.metadata(studyId, METADATA);
    if (shown.filter(one -> one.value().startsWith(STORED)).isPresent()) {
      show(orthanc, studyId, REMOVED + word());
    }
  }

  private String label() {
    return "prism-" + word();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
