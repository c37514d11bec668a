// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.Film;

class FilmMarksTest {

  private static final int ROWS = 256;
  private static final int COLUMNS = 208;

  private static Film grey() {
    float[] luminance = new float[ROWS * COLUMNS];
    Arrays.fill(luminance, 0.4f);
    return new Film(ROWS, COLUMNS, luminance);
  }

  @Test
  void markersAreBrightAndLieApartFromTheEdges() {
    for (long seed = 0; seed < 20; seed++) {
      FilmMarks drawn = FilmMarks.over(grey(), seed);
      int ink = 0;
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          if (drawn.marks().contains(row, column)) {
            ink++;
            assertTrue(drawn.film().at(row, column) > 0.44f, "seed " + seed);
            assertTrue(!drawn.edges().contains(row, column), "seed " + seed);
          }
        }
      }
      assertTrue(ink > 20, ink + " pixels of ink with seed " + seed);
      assertTrue(drawn.edges().share() > 0, "no edge with seed " + seed);
    }
  }

  @Test
  void anEditThatTakesTheMarkersAlongTouchesAllOfThemAndNoEdge() {
    FilmMarks drawn = FilmMarks.over(grey(), 4);
    assertEquals(0, drawn.touched(drawn.marks(), drawn.film()));
    float[] luminance = drawn.film().luminance().clone();
    for (int i = 0; i < luminance.length; i++) {
      if (drawn.marks().contains(i / COLUMNS, i % COLUMNS)) {
        luminance[i] = 0.4f;
      }
    }
    Film edited = new Film(ROWS, COLUMNS, luminance);
    assertEquals(1, drawn.touched(drawn.marks(), edited));
    assertEquals(0, drawn.touched(drawn.edges(), edited));
  }

  @Test
  void theSameSeedDrawsTheSame() {
    assertArrayEquals(
        FilmMarks.over(grey(), 7).film().luminance(), FilmMarks.over(grey(), 7).film().luminance());
  }
}
