// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.task;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.models.ending.Ending;

/**
 * What became of one instance of a study when the films to edit were picked, and when they were
 * edited.
 *
 * @param instanceId Orthanc's identifier of the instance
 * @param sopInstanceUid its SOP Instance UID
 * @param verdict whether it is a film to edit
 * @param reason why it is none; empty for an eligible film
 * @param edits how its edits ended, as far as the work has come
 */
public record FilmSelection(
    String instanceId,
    String sopInstanceUid,
    Verdict verdict,
    String reason,
    List<EndedEdit> edits) {

  /** Whether an instance is a film to edit. */
  public enum Verdict {
    /** It is. */
    ELIGIBLE,
    /** It is none, which is as it should be. */
    PASSED_OVER,
    /** It can't be read or edited; it should be sent again. */
    DAMAGED
  }

  public FilmSelection {
    Objects.requireNonNull(instanceId, "instanceId");
    Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(reason, "reason");
    edits = List.copyOf(edits);
  }

  /** An instance of which nothing was made yet. */
  public FilmSelection(String instanceId, String sopInstanceUid, boolean eligible, String reason) {
    this(
        instanceId,
        sopInstanceUid,
        eligible ? Verdict.ELIGIBLE : Verdict.PASSED_OVER,
        reason,
        List.of());
  }

  /** An instance that can't be read or edited. */
  public static FilmSelection damaged(String instanceId, String sopInstanceUid, String reason) {
    return new FilmSelection(instanceId, sopInstanceUid, Verdict.DAMAGED, reason, List.of());
  }

  /** Whether it is a film to edit. */
  public boolean eligible() {
    return verdict == Verdict.ELIGIBLE;
  }

  /** Whether it can't be read or edited. */
  public boolean isDamaged() {
    return verdict == Verdict.DAMAGED;
  }

  /** The same film with how its edits ended. */
  public FilmSelection with(List<EndedEdit> ended) {
    return new FilmSelection(instanceId, sopInstanceUid, verdict, reason, ended);
  }

  /**
   * An edit that ended.
   *
   * @param edit its name
   * @param end how it ended
   * @param stored whether its image is stored
   * @param gates names of the gates that failed
   * @param reason in a sentence why
   * @param removal why its image was deleted later on; empty where it was not
   */
  public record EndedEdit(
      String edit,
      Ending.Kind end,
      boolean stored,
      List<String> gates,
      String reason,
      Optional<ResultRemoval> removal) {
    public EndedEdit {
      Objects.requireNonNull(removal, "removal");
      Objects.requireNonNull(edit, "edit");
      Objects.requireNonNull(end, "end");
      Objects.requireNonNull(reason, "reason");
      gates = List.copyOf(gates);
      if (stored && removal.isPresent()) {
        throw new IllegalArgumentException("an image is stored or deleted, not both");
      }
    }

    /** An edit whose image, where it has one, is there. */
    public EndedEdit(
        String edit, Ending.Kind end, boolean stored, List<String> gates, String reason) {
      this(edit, end, stored, gates, reason, Optional.empty());
    }

    /** The same once its image is deleted. */
    public EndedEdit removed(ResultRemoval why) {
      return new EndedEdit(edit, end, false, gates, reason, Optional.of(why));
    }
  }
}
