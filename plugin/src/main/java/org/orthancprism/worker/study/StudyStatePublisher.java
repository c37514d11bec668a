// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyHandler;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.results.StudyState;

/**
 * Shows on a study in Orthanc how its task ended, for an administrator to search by: in words
 * ({@code done}, {@code done, nothing stored}, {@code done, 1 film damaged} or {@code failed}) and
 * as a label.
 *
 * @see StudyState
 */
public final class StudyStatePublisher implements StudyHandler {

  private final StudyHandler handler;
  private final OrthancClient orthanc;

  public StudyStatePublisher(StudyHandler handler, OrthancClient orthanc) {
    this.handler = handler;
    this.orthanc = orthanc;
  }

  @Override
  public TaskOutcome process(Attempt attempt) {
    TaskOutcome outcome = handler.process(attempt);
    if (outcome instanceof TaskOutcome.Done done) {
      if (done.nothing()) {
        StudyState.NOTHING.showUnlessRemoved(orthanc, attempt.studyId(), done.state());
      } else {
        StudyState.DONE.show(orthanc, attempt.studyId(), done.state());
      }
    } else if (outcome instanceof TaskOutcome.Failed
        || (outcome instanceof TaskOutcome.RetryLater && attempt.last())) {
      StudyState.FAILED.show(orthanc, attempt.studyId(), "failed");
    }
    return outcome;
  }
}
