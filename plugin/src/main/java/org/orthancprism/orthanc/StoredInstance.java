// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Objects;

/**
 * An instance as Orthanc lists it.
 *
 * @param id Orthanc's identifier
 * @param seriesId Orthanc's identifier of its series
 * @param sopInstanceUid its SOP Instance UID
 * @param fileSize size of its file in bytes
 * @param fileUuid Orthanc's name of its file: another where the instance was overwritten; empty
 *     where Orthanc tells none
 */
public record StoredInstance(
    String id, String seriesId, String sopInstanceUid, long fileSize, String fileUuid) {

  public StoredInstance {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(seriesId, "seriesId");
    Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
    Objects.requireNonNull(fileUuid, "fileUuid");
  }

  /** An instance whose file has no name. */
  public StoredInstance(String id, String seriesId, String sopInstanceUid, long fileSize) {
    this(id, seriesId, sopInstanceUid, fileSize, "");
  }

  /** Its identity, which changes when it is overwritten under the same identifier. */
  public String revision() {
    return fileUuid.isEmpty() ? id : id + " " + fileUuid;
  }

  /** The revisions of instances, in their order. */
  public static List<String> revisions(List<StoredInstance> instances) {
    return instances.stream().map(StoredInstance::revision).toList();
  }

  static StoredInstance of(JsonObject json) {
    return new StoredInstance(
        json.getString("ID"),
        json.getString("ParentSeries"),
        json.getJsonObject("MainDicomTags").getString("SOPInstanceUID", ""),
        json.containsKey("FileSize") ? json.getJsonNumber("FileSize").longValue() : 0,
        json.getString("FileUuid", ""));
  }
}
