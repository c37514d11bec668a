// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.List;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.task.FilmSelection;

/** What damaged films cost a task: themselves, unless nothing else could be done. */
final class DamagedFilms {

  private DamagedFilms() {}

  /** Fails a task of which nothing could be done since films are damaged. */
  static void requireNone(List<FilmSelection> selections) throws StudyFailure {
    List<String> reasons = reasons(selections);
    if (!reasons.isEmpty()) {
      throw new StudyFailure(String.join("; ", reasons));
    }
  }

  /**
   * A task that is done, whose reason names the films that were left out.
   *
   * @param nothing whether the study has no result, since all its edits ended without an image
   */
  static TaskOutcome done(String summary, List<FilmSelection> selections, boolean nothing) {
    List<String> reasons = reasons(selections);
    TaskOutcome.Done done = new TaskOutcome.Done(summary, reasons.size(), nothing);
    return reasons.isEmpty()
        ? done
        : new TaskOutcome.Done(
            done.state() + ": " + String.join("; ", reasons), reasons.size(), nothing);
  }

  /** Their SOP Instance UIDs. */
  static List<String> uids(List<FilmSelection> selections) {
    return selections.stream()
        .filter(FilmSelection::isDamaged)
        .map(FilmSelection::sopInstanceUid)
        .toList();
  }

  private static List<String> reasons(List<FilmSelection> selections) {
    return selections.stream().filter(FilmSelection::isDamaged).map(FilmSelection::reason).toList();
  }
}
