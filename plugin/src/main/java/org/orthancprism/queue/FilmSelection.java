// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.util.List;
import java.util.Objects;

/**
 * What became of one instance of a study when the films to edit were picked.
 *
 * @param instanceId Orthanc's identifier of the instance
 * @param sopInstanceUid its SOP Instance UID
 * @param eligible whether it is a film to edit
 * @param reason why it was passed over; empty for an eligible film
 * @param edits what was made of it, as far as the work has come
 */
public record FilmSelection(
    String instanceId,
    String sopInstanceUid,
    boolean eligible,
    String reason,
    List<EditMade> edits) {

  public FilmSelection {
    Objects.requireNonNull(instanceId, "instanceId");
    Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
    Objects.requireNonNull(reason, "reason");
    edits = List.copyOf(edits);
  }

  /** An instance of which nothing was made yet. */
  public FilmSelection(String instanceId, String sopInstanceUid, boolean eligible, String reason) {
    this(instanceId, sopInstanceUid, eligible, reason, List.of());
  }

  /** The same film with what was made of it. */
  public FilmSelection with(List<EditMade> made) {
    return new FilmSelection(instanceId, sopInstanceUid, eligible, reason, made);
  }

  /**
   * An edit that was made.
   *
   * @param edit its name
   * @param passed whether it passed all quality gates that could be asked
   * @param reason in a sentence why this candidate was taken, or what it failed
   */
  public record EditMade(String edit, boolean passed, String reason) {
    public EditMade {
      Objects.requireNonNull(edit, "edit");
      Objects.requireNonNull(reason, "reason");
    }
  }
}
