// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class QuantileTest {

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertEquals(2.5, Quantile.of(new double[] {1, 2, 3, 10}, 0.5));
    assertEquals(3, Quantile.of(new double[] {1, 3, 10}, 0.5));
  }

  /** As {@code numpy.quantile([1, 2, 4, 8, 16], 0.9)}. */
  @Test
  void betweenOrderStatisticsItIsInterpolated() {
    assertEquals(12.8, Quantile.of(new double[] {1, 2, 4, 8, 16}, 0.9), 1e-12);
  }

  @Test
  void ofNothingThereIsNone() {
    assertThrows(IllegalArgumentException.class, () -> Quantile.of(new double[0], 0.5));
    assertThrows(IllegalArgumentException.class, () -> Quantile.of(new double[] {1}, 1.1));
  }
}
