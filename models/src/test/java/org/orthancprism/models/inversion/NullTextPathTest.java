// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NullTextPathTest {

  @ParameterizedTest
  @CsvSource({"0, 0.01", "49, 0.0051", "99, 0.0001", "100, 0.0001", "101, 0.0001", "999, 0.0001"})
  void theLearningRateFallsAndStaysPositive(int step, double rate) {
    assertEquals(rate, NullTextPath.rate(step), 1e-12);
  }
}
