// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.statistics.GoldenStatistics.Case;

class BenjaminiHochbergTest {

  @Test
  void adjustedPValuesAreThoseOfStatsmodels() throws Exception {
    List<Case> families = GoldenStatistics.cases("adjusted");
    assertEquals(3, families.size());
    for (Case golden : families) {
      assertArrayEquals(golden.values("q"), BenjaminiHochberg.adjusted(golden.values("p")), 1e-12);
    }
  }

  /** Worked by hand: 0.01 x 4, 0.02 x 4 / 2, 0.9. */
  @Test
  void aPValueIsMultipliedByTheShareOfThoseThatAreNoGreater() {
    assertArrayEquals(
        new double[] {0.9, 0.04, 0.04, 0.9},
        BenjaminiHochberg.adjusted(new double[] {0.9, 0.02, 0.01, 0.8}),
        1e-15);
    assertArrayEquals(new double[0], BenjaminiHochberg.adjusted(new double[0]));
  }
}
