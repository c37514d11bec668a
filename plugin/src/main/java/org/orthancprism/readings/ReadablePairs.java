// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.readings;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.recognition.StatedPack;
import org.orthancprism.dicom.report.ReportedEdit;
import org.orthancprism.results.StudyReports;

/** Finds the films and counterfactuals that the reports of a study tell of. */
public final class ReadablePairs {

  private static final String DERIVATION_DESCRIPTION = "0008-2111";

  private final StudyReports reports;

  public ReadablePairs(StudyReports reports) {
    this.reports = reports;
  }

  /** Those of a study, in the order of the counterfactuals' UIDs. */
  public List<ReadablePair> of(String study) {
    Map<String, String> instances = new HashMap<>();
    for (String held : reports.studies(study)) {
      for (JsonObject one :
          reports
              .json("/studies/" + held + "/instances")
              .asJsonArray()
              .getValuesAs(JsonObject.class)) {
        String uid = one.getJsonObject("MainDicomTags").getString("SOPInstanceUID", "");
        instances.put(uid, one.getString("ID"));
      }
    }
    Map<String, ReadablePair> pairs = new TreeMap<>();
    for (String report : reports.instances(study)) {
      reports
          .report(report)
          .ifPresent(
              found ->
                  pairs(study, found, instances)
                      .forEach(pair -> pairs.put(pair.edit().counterfactual(), pair)));
    }
    return List.copyOf(pairs.values());
  }

  private List<ReadablePair> pairs(String study, Dataset report, Map<String, String> instances) {
    String pack = StatedPack.of(report).map(StatedPack::digest).orElse("");
    List<ReadablePair> pairs = new ArrayList<>();
    for (ReportedEdit edit : ReportedEdit.all(report)) {
      String film = instances.get(edit.film());
      String result = instances.get(edit.counterfactual());
      if (film != null && result != null) {
        pairs.add(new ReadablePair(study, film, result, edit, pack, cover(result)));
      }
    }
    return pairs;
  }

  private Optional<Cover> cover(String instance) {
    byte[] text = reports.answer("/instances/" + instance + "/content/" + DERIVATION_DESCRIPTION);
    return Cover.ofLabel(new String(text, StandardCharsets.UTF_8));
  }
}
