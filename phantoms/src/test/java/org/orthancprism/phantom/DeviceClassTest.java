// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orthancprism.models.film.Film;

class DeviceClassTest {

  private static final int ROWS = 256;
  private static final int COLUMNS = 208;

  private static Film grey() {
    float[] luminance = new float[ROWS * COLUMNS];
    Arrays.fill(luminance, 0.4f);
    return new Film(ROWS, COLUMNS, luminance);
  }

  @ParameterizedTest
  @EnumSource
  void eachClassShowsOnNearlyEveryFilmAndCoversNoGreatPartOfIt(DeviceClass kind) {
    int shown = 0;
    for (long seed = 0; seed < 10; seed++) {
      float[] drawn = DrawnDevices.over(grey(), kind, seed).luminance();
      int brighter = 0;
      for (float luminance : drawn) {
        assertTrue(luminance >= 0.4f - 1e-6f && luminance <= 1, "luminance " + luminance);
        brighter += luminance > 0.42f ? 1 : 0;
      }
      shown += brighter >= 8 ? 1 : 0;
      assertTrue(brighter < drawn.length / 4, brighter + " pixels are brighter");
    }
    assertTrue(shown >= 8, "shown on " + shown + " of 10 films");
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedDrawsTheSame(DeviceClass kind) {
    assertArrayEquals(
        DrawnDevices.over(grey(), kind, 5).luminance(),
        DrawnDevices.over(grey(), kind, 5).luminance());
  }
}
