// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.Film;

class DrawnDevicesTest {

  private static final int ROWS = 128;
  private static final int COLUMNS = 96;

  private static Film grey() {
    float[] luminance = new float[ROWS * COLUMNS];
    Arrays.fill(luminance, 0.4f);
    return new Film(ROWS, COLUMNS, luminance);
  }

  @Test
  void devicesBrightenSomeOfAFilmAndDarkenNothing() {
    Film film = grey();
    Film loaded = DrawnDevices.over(film, 3);
    int brighter = 0;
    for (int i = 0; i < film.luminance().length; i++) {
      assertTrue(loaded.luminance()[i] >= film.luminance()[i] - 1e-6f);
      assertTrue(loaded.luminance()[i] <= 1);
      brighter += loaded.luminance()[i] > 0.45f ? 1 : 0;
    }
    assertTrue(brighter > 0 && brighter < film.luminance().length / 2, brighter + " brighter");
  }

  @Test
  void theSameSeedDrawsTheSame() {
    assertArrayEquals(
        DrawnDevices.over(grey(), 5).luminance(), DrawnDevices.over(grey(), 5).luminance());
  }
}
