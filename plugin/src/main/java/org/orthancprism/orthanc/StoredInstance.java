// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import jakarta.json.JsonObject;
import java.util.Objects;

/**
 * An instance as Orthanc lists it.
 *
 * @param id Orthanc's identifier
 * @param seriesId Orthanc's identifier of its series
 * @param sopInstanceUid its SOP Instance UID
 * @param fileSize size of its file in bytes
 */
public record StoredInstance(String id, String seriesId, String sopInstanceUid, long fileSize) {

  public StoredInstance {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(seriesId, "seriesId");
    Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
  }

  static StoredInstance of(JsonObject json) {
    return new StoredInstance(
        json.getString("ID"),
        json.getString("ParentSeries"),
        json.getJsonObject("MainDicomTags").getString("SOPInstanceUID", ""),
        json.containsKey("FileSize") ? json.getJsonNumber("FileSize").longValue() : 0);
  }
}
