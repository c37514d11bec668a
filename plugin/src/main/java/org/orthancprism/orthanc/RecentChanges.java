// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.orthanc;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/**
 * Orthanc's change log since a sequence number.
 *
 * @param newStudies how many studies it took in that it did not have
 * @param last the sequence number of the last change in the answer
 * @param complete whether these are all; there may be more than one answer holds
 */
public record RecentChanges(int newStudies, long last, boolean complete) {

  static RecentChanges of(JsonObject json) {
    int studies = 0;
    for (JsonValue change : json.getJsonArray("Changes")) {
      studies += change.asJsonObject().getString("ChangeType", "").equals("NewStudy") ? 1 : 0;
    }
    return new RecentChanges(
        studies, json.getJsonNumber("Last").longValue(), json.getBoolean("Done", true));
  }
}
