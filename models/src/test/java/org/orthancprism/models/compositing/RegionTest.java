// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Plane;

class RegionTest {

  @Test
  void specksGoAndConnectedPartsStay() {
    Region region =
        region(
            "#.......", //
            ".#......",
            "..#...##",
            "........",
            "#.......");
    assertEquals(
        region(
            "#.......", //
            ".#......",
            "..#.....",
            "........",
            "........"),
        region.withoutSpecks(3));
  }

  @Test
  void partsStayThatReachAHigherThresholdSomewhere() {
    Plane probability = new Plane(2, 5, new float[] {.6f, 0, 0, 0, .6f, 0, .95f, 0, 0, .6f});
    assertEquals(
        region("#....", ".#..."),
        Region.above(probability, 0.5f).touching(Region.above(probability, 0.9f)));
  }

  @Test
  void regionGrowsToAllSidesWithinTheFilm() {
    Region region = region("#......", ".......", ".......", ".....#.");
    assertEquals(region("##.....", "##.....", "....###", "....###"), region.grown(1));
  }

  @Test
  void shareCountsPixels() {
    assertEquals(0.25, region("#.", "..").share());
  }

  @Test
  void maskIsOneOnTheRegionAndZeroBeyondItsBorder() {
    Region region = region("........", "........", "...##...", "........", "........");
    int factor = 6;
    ChangeMask mask = new Feather(1, 0).mask(region, 5 * factor, 8 * factor);
    for (int row = 0; row < mask.rows(); row++) {
      for (int column = 0; column < mask.columns(); column++) {
        float weight = mask.weights()[row * mask.columns() + column];
        if (region.contains(row / factor, column / factor)) {
          assertEquals(1, weight);
        }
        if (!region.grown(2).contains(row / factor, column / factor)) {
          assertEquals(0, weight);
        }
      }
    }
    long between = 0;
    for (float weight : mask.weights()) {
      between += weight > 0 && weight < 1 ? 1 : 0;
    }
    assertTrue(between > 0, "the border fades");
  }

  @Test
  void softFeatherFadesOutsideOfTheRegionOnly() {
    Region region =
        region(
            "............",
            "............",
            "............",
            "...#........",
            "............",
            "............",
            "............");
    ChangeMask mask = new Feather(3, 3).mask(region, 7, 12);
    assertEquals(1, mask.weights()[3 * 12 + 3]);
    assertEquals(0, mask.weights()[3 * 12 + 11]);
    for (int column = 3; column < 11; column++) {
      assertTrue(mask.weights()[3 * 12 + column] >= mask.weights()[3 * 12 + column + 1]);
    }
    assertThrows(IllegalArgumentException.class, () -> new Feather(1, 2));
  }

  @Test
  void emptyRegionGivesAnEmptyMask() {
    ChangeMask mask = new Feather(3, 3).mask(region("....", "...."), 20, 40);
    assertEquals(0, mask.changedShare());
  }

  private static Region region(String... rows) {
    Plane plane = Plane.zeros(rows.length, rows[0].length());
    for (int i = 0; i < plane.values().length; i++) {
      int columns = plane.columns();
      plane.values()[i] = rows[i / columns].charAt(i % columns) == '#' ? 1 : 0;
    }
    return Region.above(plane, 0.5f);
  }
}
