// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.demo;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.command.server.ServerException;

/** What a study now contains, a line for each series. */
final class ContentsTable {

  private static final String FORMAT = "  %6s  %-8s  %-64s  %9s  %s%n";

  private final OrthancServer server;
  private final PrintWriter out;

  ContentsTable(OrthancServer server, PrintWriter out) {
    this.server = server;
    this.out = out;
  }

  private record Series(
      int number, String modality, String description, int instances, boolean sent) {}

  /**
   * Prints the table of a study.
   *
   * @param studyId Orthanc's identifier
   * @param sentInstances Orthanc's identifiers of the instances that were sent
   */
  void print(String studyInstanceUid, String studyId, Set<String> sentInstances)
      throws ServerException {
    out.println();
    out.println("study " + studyInstanceUid);
    out.printf(Locale.ROOT, FORMAT, "series", "modality", "description", "instances", "");
    for (Series one : series(studyId, sentInstances)) {
      out.printf(
          Locale.ROOT,
          FORMAT,
          one.number() < 0 ? "" : one.number(),
          one.modality(),
          one.description(),
          one.instances(),
          one.sent() ? "source" : "synthetic, not for diagnosis");
    }
    out.flush();
  }

  private List<Series> series(String studyId, Set<String> sentInstances) throws ServerException {
    List<Series> all = new ArrayList<>();
    String path = "/studies/" + studyId + "/series";
    for (JsonValue value : server.api().json(path).asJsonArray()) {
      JsonObject series = value.asJsonObject();
      JsonObject tags = series.getJsonObject("MainDicomTags");
      List<String> instances =
          series.getJsonArray("Instances").getValuesAs(JsonString.class).stream()
              .map(JsonString::getString)
              .toList();
      all.add(
          new Series(
              number(tags.getString("SeriesNumber", "")),
              tags.getString("Modality", ""),
              tags.getString("SeriesDescription", ""),
              instances.size(),
              instances.stream().anyMatch(sentInstances::contains)));
    }
    all.sort(Comparator.comparing((Series one) -> !one.sent()).thenComparing(Series::number));
    return all;
  }

  /** The number, or -1 where the film has none. */
  private static int number(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
  }
}
