// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;

class FilmMeasuresTest {

  private static final int SIDE = 20;

  @Test
  void changesAreMeasuredInsideAndOutsideOfTheMask() {
    Film source = film();
    float[] edited = source.luminance().clone();
    float[] weights = new float[edited.length];
    Arrays.fill(weights, 0, 4, 1f);
    edited[0] += 0.25f;
    edited[1] -= 0.5f;
    edited[200] += 0.125f;
    FilmMeasures measures =
        FilmMeasures.of(source, new Film(SIDE, SIDE, edited), new ChangeMask(SIDE, SIDE, weights));
    assertEquals(0.75 / 4, measures.l1Inside(), 1e-7);
    assertEquals(0.125 / 396, measures.l1Outside(), 1e-7);
    assertEquals(3.0 / 400, measures.changedShare());
    assertEquals(0.875 / 3, measures.meanChange(), 1e-7);
    assertEquals(0.5, measures.maxChange(), 1e-7);
    assertTrue(measures.ssim() < 1 && measures.ssimOutside() < 1, measures.toString());
  }

  @Test
  void filmThatWasLeftAloneHasNoChange() {
    Film source = film();
    assertEquals(
        new FilmMeasures(0, 0, 1, 1, 0, 0, 0),
        FilmMeasures.of(source, source, ChangeMask.empty(SIDE, SIDE)));
  }

  @Test
  void filmThatWasChangedEverywhereHasNoOutside() {
    float[] weights = new float[SIDE * SIDE];
    Arrays.fill(weights, 1f);
    float[] black = new float[SIDE * SIDE];
    FilmMeasures measures =
        FilmMeasures.of(film(), new Film(SIDE, SIDE, black), new ChangeMask(SIDE, SIDE, weights));
    assertEquals(0, measures.l1Outside());
    assertEquals(1, measures.ssimOutside());
    assertEquals(measures.meanChange(), measures.l1Inside(), 1e-9);
  }

  private static Film film() {
    float[] luminance = new float[SIDE * SIDE];
    for (int i = 0; i < luminance.length; i++) {
      luminance[i] = 0.25f + 0.5f * ((i * 7919) % 512) / 512f;
    }
    return new Film(SIDE, SIDE, luminance);
  }
}
