// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.request.CounterfactualRequest;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.task.Stage;

/** One attempt at a task: which study, and where to report how far it has come. */
public interface Attempt {

  /** Orthanc's identifier of the study. */
  String studyId();

  /** What was asked for; empty where the rules decide. */
  Optional<CounterfactualRequest> request();

  /** Whether a {@link TaskOutcome.RetryLater} would have no further attempt behind it. */
  boolean last();

  /**
   * Reports how far the attempt has come.
   *
   * @param stage the stage that is worked on
   * @param progress share of the whole work that is done, in [0, 1]
   * @throws TaskCancelled when the task was cancelled, and nothing of its results is stored yet
   */
  void progress(Stage stage, double progress);

  /**
   * Notes that a film is about to be given to a decoder that may end the process it runs in. The
   * note survives that, until {@link #decoded} or until a user retries the task.
   *
   * @param film what the film is remembered by, at most 64 characters
   * @return how often it was noted, this time included
   */
  int decoding(String film);

  /** Notes that the decoder has answered, whatever it said. */
  void decoded(String film);

  /** Reports what became of each instance of the study. */
  void selected(List<FilmSelection> films);

  /**
   * Reports which edits the study's films get.
   *
   * @param rules names of the rules that say so
   */
  void decided(List<String> edits, List<String> rules);

  /**
   * Notes that results are stored in a study of their own, which is never worked on.
   *
   * @param studyId Orthanc's identifier of that study
   */
  void storedIn(String studyId);

  /**
   * Reports what the pack's classifier saw in a film before and after an edit.
   *
   * @param packDigest the pack
   * @param effect whose film is Orthanc's identifier of the instance, and whose patient Orthanc's
   *     of the patient
   */
  void judged(String packDigest, FilmEffect effect);

  /**
   * Reports how an edit of a film ended, once what is to be stored of it is stored.
   *
   * @param packDigest the pack
   * @param instance Orthanc's identifier of the film
   */
  void ended(String packDigest, String instance, FilmSelection.EndedEdit edit);

  /**
   * Notes that the study holds results, or is about to, so that they are found once they are old.
   *
   * @param since before which none of them was made
   */
  void holdsResults(Instant since);

  /**
   * Whether the study's results are to be made anew with the present pack, in place of those that
   * an earlier pack made.
   */
  boolean replaces();

  /** Notes that the study's results were made anew. */
  void replaced();
}
