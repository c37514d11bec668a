// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.List;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyHandler;
import org.orthancprism.queue.TaskOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows on a study in Orthanc how its task ended, for an administrator to search by: as metadata
 * {@value #METADATA} ({@code done}, {@code done, nothing stored}, {@code done, 1 film damaged} or
 * {@code failed}), and as label {@code prism-done}, {@code prism-nothing} or {@code prism-failed}
 * where Orthanc has labels (from 1.12.0 on).
 */
public final class StateShowing implements StudyHandler {

  /** Number of the metadata. */
  static final int METADATA = 5121;

  private static final Logger LOG = LoggerFactory.getLogger(StateShowing.class);
  private static final List<String> STATES = List.of("done", "nothing", "failed");

  private final StudyHandler handler;
  private final OrthancClient orthanc;

  public StateShowing(StudyHandler handler, OrthancClient orthanc) {
    this.handler = handler;
    this.orthanc = orthanc;
  }

  @Override
  public TaskOutcome process(Attempt attempt) {
    TaskOutcome outcome = handler.process(attempt);
    if (outcome instanceof TaskOutcome.Done done) {
      show(attempt.studyId(), done.nothing() ? "nothing" : "done", done.state());
    } else if (outcome instanceof TaskOutcome.Failed
        || (outcome instanceof TaskOutcome.RetryLater && attempt.last())) {
      show(attempt.studyId(), "failed", "failed");
    }
    return outcome;
  }

  /** A failure to show the state costs no results. */
  private void show(String studyId, String state, String words) {
    try {
      orthanc.setMetadata(studyId, METADATA, words);
      if (orthanc.hasLabels()) {
        orthanc.addLabel(studyId, "prism-" + state);
        for (String other : STATES) {
          if (!other.equals(state)) {
            orthanc.removeLabel(studyId, "prism-" + other);
          }
        }
      }
    } catch (OrthancRestException e) {
      LOG.warn("The state {} can't be shown on the study: {}", state, e.getMessage());
    }
  }
}
