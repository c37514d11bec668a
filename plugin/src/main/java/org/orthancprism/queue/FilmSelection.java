// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.util.Objects;

/**
 * What became of one instance of a study when the films to edit were picked.
 *
 * @param instanceId Orthanc's identifier of the instance
 * @param sopInstanceUid its SOP Instance UID
 * @param eligible whether it is a film to edit
 * @param reason why it was passed over; empty for an eligible film
 */
public record FilmSelection(
    String instanceId, String sopInstanceUid, boolean eligible, String reason) {

  public FilmSelection {
    Objects.requireNonNull(instanceId, "instanceId");
    Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
    Objects.requireNonNull(reason, "reason");
  }
}
