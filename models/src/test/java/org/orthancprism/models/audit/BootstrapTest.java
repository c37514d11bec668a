// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Held against scipy.stats.bootstrap; see {@code models/reference/make_bootstrap_golden.py}.
 *
 * <p>Two bootstraps of one sample differ by the chance of their draws. The 0.025 quantile of B
 * resamples, near normal with standard deviation s, has the standard error sqrt(0.025 x 0.975 / B)
 * / (0.0584 / s): 0.006 s for 200,000 and 0.060 s for 2,000 resamples. Tolerances are five times
 * that of the difference to the reference's 200,000, rounded up.
 */
class BootstrapTest {

  private static final double TOLERANCE_OF_200_000 = 0.05;
  private static final double TOLERANCE_OF_2_000 = 0.31;

  private record Case(double[] changes, double low, double high, double error, JsonObject json) {

    static Case of(JsonObject json) {
      return new Case(
          json.getJsonArray("changes").getValuesAs(JsonNumber.class).stream()
              .mapToDouble(JsonNumber::doubleValue)
              .toArray(),
          json.getJsonNumber("low").doubleValue(),
          json.getJsonNumber("high").doubleValue(),
          json.getJsonNumber("standardError").doubleValue(),
          json);
    }

    Interval interval(int resamples, long seed) {
      double[][] films = new double[changes.length][];
      for (int i = 0; i < films.length; i++) {
        films[i] = new double[] {changes[i]};
      }
      return new Bootstrap(new AuditSettings(0.95, resamples, seed, 0.05)).intervals(films)[0];
    }
  }

  private static List<Case> cases() throws Exception {
    try (InputStream in = BootstrapTest.class.getResourceAsStream("/golden/bootstrap.json");
        JsonReader reader = Json.createReader(in)) {
      List<Case> cases =
          reader.readObject().getJsonArray("cases").getValuesAs(JsonObject.class).stream()
              .map(Case::of)
              .toList();
      assertTrue(cases.size() >= 4);
      return cases;
    }
  }

  @Test
  void asManyResamplesAsTheReferenceGiveItsIntervals() throws Exception {
    for (Case golden : cases()) {
      Interval found = golden.interval(200_000, 7);
      double tolerance = TOLERANCE_OF_200_000 * golden.error();
      assertEquals(golden.low(), found.low(), tolerance, golden.json()::toString);
      assertEquals(golden.high(), found.high(), tolerance, golden.json()::toString);
    }
  }

  @Test
  void theUsual2000ResamplesComeCloseUnderAnySeed() throws Exception {
    for (Case golden : cases()) {
      for (long seed = 0; seed < 10; seed++) {
        Interval found = golden.interval(2_000, seed);
        double tolerance = TOLERANCE_OF_2_000 * golden.error();
        assertEquals(golden.low(), found.low(), tolerance, golden.json()::toString);
        assertEquals(golden.high(), found.high(), tolerance, golden.json()::toString);
      }
    }
  }

  @Test
  void fewFilmsGiveTheQuantilesOfAllTheirResamples() throws Exception {
    Case golden =
        cases().stream().filter(c -> c.json().containsKey("exhaustive")).findFirst().orElseThrow();
    JsonArray all = golden.json().getJsonArray("exhaustive");
    Interval found = golden.interval(200_000, 7);
    double tolerance = TOLERANCE_OF_200_000 * golden.error();
    assertEquals(all.getJsonNumber(0).doubleValue(), found.low(), tolerance);
    assertEquals(all.getJsonNumber(1).doubleValue(), found.high(), tolerance);
  }

  @Test
  void findingsThatMoveTogetherInTheFilmsDoSoInTheResamples() throws Exception {
    double[] changes = cases().get(0).changes();
    double[][] films = new double[changes.length][];
    for (int i = 0; i < films.length; i++) {
      films[i] = new double[] {changes[i], -changes[i]};
    }
    Interval[] found = new Bootstrap(AuditSettings.DEFAULT).intervals(films);
    assertEquals(found[0].low(), -found[1].high(), 1e-12);
    assertEquals(found[0].high(), -found[1].low(), 1e-12);
  }
}
