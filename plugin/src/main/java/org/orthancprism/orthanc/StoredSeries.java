// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import jakarta.json.JsonObject;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A series as Orthanc lists it.
 *
 * @param id Orthanc's identifier
 * @param seriesInstanceUid its Series Instance UID
 * @param modality its Modality; may be empty
 * @param manufacturer its Manufacturer; may be empty
 * @param number its Series Number, 0 to 99,999,999; empty where it has none, or another one
 */
public record StoredSeries(
    String id, String seriesInstanceUid, String modality, String manufacturer, OptionalInt number) {

  public StoredSeries {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(seriesInstanceUid, "seriesInstanceUid");
    Objects.requireNonNull(modality, "modality");
    Objects.requireNonNull(manufacturer, "manufacturer");
    Objects.requireNonNull(number, "number");
  }

  static StoredSeries of(JsonObject json) {
    JsonObject tags = json.getJsonObject("MainDicomTags");
    String number = tags.getString("SeriesNumber", "").strip();
    return new StoredSeries(
        json.getString("ID"),
        tags.getString("SeriesInstanceUID", ""),
        tags.getString("Modality", ""),
        tags.getString("Manufacturer", ""),
        number.matches("\\d{1,8}")
            ? OptionalInt.of(Integer.parseInt(number))
            : OptionalInt.empty());
  }
}
