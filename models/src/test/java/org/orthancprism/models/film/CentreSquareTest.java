// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.film;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class CentreSquareTest {

  @Test
  void longSideIsCutEquallyAtBothEnds() {
    Plane wide = new Plane(2, 4, new float[] {0, 1, 2, 3, 4, 5, 6, 7});
    assertArrayEquals(new float[] {1, 2, 5, 6}, CentreSquare.of(wide, 2).values());
    Plane tall = new Plane(4, 2, new float[] {0, 1, 2, 3, 4, 5, 6, 7});
    assertArrayEquals(new float[] {2, 3, 4, 5}, CentreSquare.of(tall, 2).values());
  }

  @Test
  void whatIsCutIsBroughtToTheSideWanted() {
    Plane wide = new Plane(2, 4, new float[] {9, 1, 2, 9, 9, 3, 6, 9});
    assertArrayEquals(new float[] {3}, CentreSquare.of(wide, 1).values(), 1e-6f);
  }

  @Test
  void squareOfTheRightSideStays() {
    Plane square = Plane.zeros(3, 3);
    assertSame(square, CentreSquare.of(square, 3));
  }
}
