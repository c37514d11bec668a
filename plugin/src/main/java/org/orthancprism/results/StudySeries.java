// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.orthancprism.dicom.result.SeriesNumbers;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;

/** Asks Orthanc which numbers the series of a study have. */
public final class StudySeries {

  private StudySeries() {}

  /** Numbers for the series that are added to the study of these instances. */
  public static SeriesNumbers numbers(OrthancClient orthanc, List<StoredInstance> instances)
      throws OrthancRestException {
    Map<String, Integer> present = new HashMap<>();
    for (String id : instances.stream().map(StoredInstance::seriesId).distinct().toList()) {
      JsonObject tags = orthanc.series(id).getJsonObject("MainDicomTags");
      String number = tags.getString("SeriesNumber", "").strip();
      if (number.matches("\\d{1,8}")) {
        present.put(tags.getString("SeriesInstanceUID", ""), Integer.valueOf(number));
      }
    }
    return SeriesNumbers.behind(present);
  }
}
