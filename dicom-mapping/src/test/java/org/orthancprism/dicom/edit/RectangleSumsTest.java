// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RectangleSumsTest {

  private static final double[] VALUES = {1, 2, 3, 10, 20, 30};

  @ParameterizedTest
  @CsvSource({
    "0, 0, 2, 3, 66",
    "1, 1, 2, 2, 20",
    "0, 1, 2, 3, 55",
    "1, 1, 1, 1, 0",
    "-5, -5, 1, 2, 3",
    "1, 2, 9, 9, 30",
    "5, 5, 9, 9, 0"
  })
  void aRectangleIsTheSumOfWhatItHoldsOfTheGrid(
      int top, int left, int bottom, int right, double sum) {
    assertEquals(sum, new RectangleSums(VALUES, 2, 3).of(top, left, bottom, right));
  }

  @Test
  void valuesThatMakeNoGridAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new RectangleSums(VALUES, 3, 3));
  }
}
