// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.orthancprism.bench.pack.results.Goal;
import org.orthancprism.bench.pack.results.Row;
import org.orthancprism.models.film.Film;

class ErrorLeftTest {

  private static final Goal HALF = Goal.atMost(0.5);

  private final Film clean = new Film(1, 4, new float[] {0.2f, 0.2f, 0.2f, 0.2f});
  private final Film drawn = new Film(1, 4, new float[] {0.6f, 0.25f, 0.2f, 0.2f});
  private final DrawnPair pair = new DrawnPair(drawn, clean);

  private static double left(float threshold, DrawnPair pair, Film edited) {
    ErrorLeft left = new ErrorLeft(threshold);
    left.add("patient", pair, edited);
    return left.row("test", HALF, "none").figure().value().orElseThrow();
  }

  @Test
  void aPerfectRemovalLeavesNothingAndNoRemovalLeavesAll() {
    assertEquals(0, left(0.012f, pair, clean), 1e-6);
    assertEquals(1, left(0.012f, pair, drawn), 1e-6);
  }

  @Test
  void onlyPixelsAboveTheContrastCount() {
    Film strongRemoved = new Film(1, 4, new float[] {0.2f, 0.25f, 0.9f, 0.2f});
    assertEquals(0, left(0.08f, pair, strongRemoved), 1e-6);
    assertEquals(0.05 / 0.45, left(0.012f, pair, strongRemoved), 1e-5);
  }

  @Test
  void ofSeveralFilmsTheMedianIsToldAndOneWithNothingDrawnDoesNotCount() {
    ErrorLeft left = new ErrorLeft(0.012f);
    left.add("a", pair, clean);
    left.add("a", pair, clean);
    left.add("b", pair, drawn);
    left.add("c", new DrawnPair(clean, clean), drawn);
    Row row = left.row("test", HALF, "none");
    assertEquals(0, row.figure().value().orElseThrow());
    assertEquals(3, row.n());
    assertEquals(2, row.patients());
  }

  @Test
  void pixelsFarFromTheDrawingAreCountedWhereTheyChange() {
    Film spoilt = new Film(1, 4, new float[] {0.2f, 0.2f, 0.2f, 0.3f});
    assertEquals(0.5, pair.changedBeyond(0, spoilt), 1e-6);
    assertEquals(1, pair.changedBeyond(1, spoilt), 1e-6);
    assertEquals(0, pair.changedBeyond(2, spoilt), 1e-6);
  }
}
