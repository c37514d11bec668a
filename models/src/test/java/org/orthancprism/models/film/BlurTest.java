// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class BlurTest {

  private static final int ROWS = 24;
  private static final int COLUMNS = 20;

  @Test
  void theMeanOverAPeriodLeavesNothingOfAPatternOfThatPeriod() {
    float[] field = new float[ROWS * COLUMNS];
    for (int i = 0; i < field.length; i++) {
      int place = i / COLUMNS % 4 * 4 + i % COLUMNS % 4;
      field[i] = 0.3f + 0.01f * (place * 7 % 16);
    }
    float[] smooth = Blur.overPeriod(field, ROWS, COLUMNS, 4);
    for (int row = 2; row < ROWS - 2; row++) {
      for (int column = 2; column < COLUMNS - 2; column++) {
        assertEquals(0.375, smooth[row * COLUMNS + column], 1e-6);
      }
    }
  }

  @Test
  void theMeanOverAPeriodKeepsSlopesWhereTheyAre() {
    float[] field = new float[ROWS * COLUMNS];
    for (int i = 0; i < field.length; i++) {
      field[i] = 0.02f * (i / COLUMNS) - 0.01f * (i % COLUMNS);
    }
    float[] smooth = Blur.overPeriod(field, ROWS, COLUMNS, 4);
    for (int row = 2; row < ROWS - 2; row++) {
      for (int column = 2; column < COLUMNS - 2; column++) {
        int i = row * COLUMNS + column;
        assertEquals(field[i], smooth[i], 1e-6);
      }
    }
  }

  @Test
  void aPeriodThatHasNoMiddleIsRefused() {
    float[] field = new float[ROWS * COLUMNS];
    assertThrows(IllegalArgumentException.class, () -> Blur.overPeriod(field, ROWS, COLUMNS, 3));
  }
}
