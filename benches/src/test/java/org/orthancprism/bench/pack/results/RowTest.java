// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orthancprism.bench.statistics.Estimate;
import org.orthancprism.models.statistics.Interval;

class RowTest {

  private static final Goal HALF = Goal.atMost(0.5);

  private static Row of(int n, int patients) {
    Estimate estimate = new Estimate(0.4, Optional.of(new Interval(0.3, 0.6)), n, patients);
    return Row.of("test", HALF, Optional.of(estimate), "none");
  }

  @Test
  void itHoldsWhenItsGoalIsReachedAndNeverWithoutAFigure() {
    assertTrue(Row.of("test", HALF, 0.5, 3).holds());
    assertFalse(Row.of("test", HALF, 0.51, 3).holds());
    assertTrue(Row.of("test", Goal.atLeast(0.7), 0.71, 3).holds());
    Row none = Row.of("test", HALF, Double.NaN, 0);
    assertFalse(none.holds());
    assertTrue(none.toJson().isNull("value"));
  }

  @Test
  void aFigureWithoutAGoalIsToldWithoutAVerdict() {
    Row row = Row.of("test", Goal.none(), 0.5, 3);
    assertEquals("-", row.verdict());
    assertTrue(row.toJson().isNull("holds"));
    assertEquals(0.5, row.toJson().getJsonNumber("value").doubleValue());
  }

  @Test
  void intervalFilmsAndPatientsStandInWordsAndInJson() {
    Row row = of(50, 20);
    assertEquals("0.3 to 0.6", row.certainty());
    assertEquals("20", row.patientsInWords());
    JsonObject json = row.toJson();
    assertEquals(0.3, json.getJsonNumber("low").doubleValue());
    assertEquals(0.6, json.getJsonNumber("high").doubleValue());
    assertEquals(50, json.getInt("n"));
    assertEquals(20, json.getInt("patients"));
    assertFalse(json.containsKey("note"));
  }

  @Test
  void fewerThanTwentyPatientsAreToldToBeTooFew() {
    Row row = of(50, 19);
    assertEquals("19, too few patients", row.patientsInWords());
    assertEquals("too few patients", row.toJson().getString("note"));
  }

  @Test
  void aFigureThatIsOfNoPatientsHasNoneAndNoWarning() {
    Row row = Row.of("seconds", HALF, 0.5, 1);
    assertEquals("-", row.patientsInWords());
    assertTrue(row.toJson().isNull("patients"));
    assertTrue(row.toJson().isNull("low"));
  }
}
