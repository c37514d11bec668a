// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.Plane;

class ClosingTest {

  private static void assertCloses(int radius, float[] given, float[] closed) {
    assertArrayEquals(closed, Closing.of(new Plane(1, given.length, given), radius).values());
    assertArrayEquals(closed, Closing.of(new Plane(given.length, 1, given), radius).values());
  }

  @Test
  void gapsNarrowerThanTheSquareAreFilledAndBordersStay() {
    assertCloses(
        1, new float[] {0, 0, 3, 1, 1, 3, 0, 0, 0, 2}, new float[] {0, 0, 3, 3, 3, 3, 0, 0, 0, 2});
  }

  @Test
  void widerGapsAndSinglePointsStay() {
    float[] values = {0, 0, 5, 0, 0, 0, 0, 7, 0, 0};
    assertCloses(1, values, values);
    assertCloses(0, values, values);
  }

  @Test
  void aHoleWithinAPlaneIsFilled() {
    Plane plane = new Plane(5, 5, new float[25]).map(value -> 4);
    plane.values()[12] = 1;
    assertArrayEquals(
        new Plane(5, 5, new float[25]).map(value -> 4).values(), Closing.of(plane, 1).values());
  }
}
