// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.statistics;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What scipy and statsmodels make of samples; see {@code
 * models/reference/make_golden_statistics.py}.
 */
final class GoldenStatistics {

  static final double LEVEL = 0.95;

  private GoldenStatistics() {}

  /** A sample, and what it gives. */
  record Case(JsonObject json) {

    double[] values(String name) {
      return json.getJsonArray(name).getValuesAs(JsonNumber.class).stream()
          .mapToDouble(JsonNumber::doubleValue)
          .toArray();
    }

    double value(String name) {
      return json.getJsonNumber(name).doubleValue();
    }

    boolean has(String name) {
      return json.containsKey(name);
    }

    /** Clusters with these sums and numbers of members. */
    Clusters clusters() {
      double[] sums = values("sums");
      double[] sizes = values("sizes");
      List<List<double[]>> clusters = new ArrayList<>();
      for (int cluster = 0; cluster < sums.length; cluster++) {
        List<double[]> members = new ArrayList<>();
        members.add(new double[] {sums[cluster]});
        for (int member = 1; member < sizes[cluster]; member++) {
          members.add(new double[] {0});
        }
        clusters.add(members);
      }
      return Clusters.of(clusters);
    }

    @Override
    public String toString() {
      return json.getString("name", "");
    }
  }

  static List<Case> cases(String kind) throws IOException {
    try (InputStream in = GoldenStatistics.class.getResourceAsStream("/golden/statistics.json");
        JsonReader reader = Json.createReader(in)) {
      return reader.readObject().getJsonArray(kind).getValuesAs(JsonObject.class).stream()
          .map(Case::new)
          .toList();
    }
  }
}
