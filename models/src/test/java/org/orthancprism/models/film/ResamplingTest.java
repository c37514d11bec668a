// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.film;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResamplingTest {

  @Test
  void areaGivesTheMeanOfWhatEachPixelCovers() {
    Plane plane = new Plane(2, 3, new float[] {0, 3, 6, 6, 9, 12});
    // Each target column covers one and a half source columns.
    Plane halved = Resampling.AREA.resample(plane, 1, 2);
    assertArrayEquals(
        new float[] {(0 + 1.5f + 6 + 4.5f) / 3, (1.5f + 6 + 4.5f + 12) / 3},
        halved.values(),
        1e-6f);
  }

  @Test
  void areaKeepsTheMeanOfTheWholeFilm() {
    Plane plane = random(211, 173);
    assertEquals(mean(plane), mean(Resampling.AREA.resample(plane, 64, 50)), 1e-5);
  }

  @ParameterizedTest
  @EnumSource(Resampling.class)
  void constantStaysConstant(Resampling resampling) {
    Plane plane = Plane.zeros(37, 53).map(value -> 0.7f);
    for (int[] size : new int[][] {{16, 16}, {64, 64}, {111, 20}, {1, 1}}) {
      for (float value : resampling.resample(plane, size[0], size[1]).values()) {
        assertEquals(0.7f, value, 1e-5f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Resampling.class,
      names = {"LINEAR", "CUBIC"})
  void rampStaysInPlaceWhenItGrows(Resampling resampling) {
    Plane ramp = Plane.zeros(8, 8);
    for (int i = 0; i < 64; i++) {
      ramp.values()[i] = i % 8 + 0.5f;
    }
    Plane grown = resampling.resample(ramp, 8, 32);
    // Within the outer two source pixels the repeated border bends the ramp.
    for (int column = 8; column < 24; column++) {
      assertEquals((column + 0.5f) / 4, grown.at(3, column), 1e-5f);
    }
  }

  @Test
  void smoothFilmSurvivesTheWayDownAndUp() {
    Plane smooth = Plane.zeros(300, 240);
    for (int i = 0; i < smooth.values().length; i++) {
      smooth.values()[i] = (float) (Math.sin(i / 240 / 40.0) * Math.cos(i % 240 / 35.0));
    }
    Plane coarse = Resampling.AREA.resample(smooth, 75, 60);
    Plane back = Resampling.CUBIC.resample(coarse, 300, 240).minus(smooth);
    for (int row = 8; row < 292; row++) {
      for (int column = 8; column < 232; column++) {
        assertTrue(Math.abs(back.at(row, column)) < 0.005);
      }
    }
  }

  @Test
  void sameSizeIsTheSamePlane() {
    Plane plane = random(20, 20);
    assertSame(plane, Resampling.CUBIC.resample(plane, 20, 20));
  }

  @Test
  void workingSizeKeepsTheAspectAndFillsUp() {
    WorkingSize size = WorkingSize.of(3000, 2500, 512, 16);
    assertEquals(new WorkingSize(512, 427, 512, 432), size);
    assertEquals(new WorkingSize(1, 256, 16, 256), WorkingSize.of(3, 3000, 256, 16));
    Plane plane = random(512, 427);
    Plane padded = size.pad(plane);
    assertEquals(plane.at(511, 426), padded.at(511, 431));
    assertArrayEquals(plane.values(), size.crop(padded).values());
  }

  private static double mean(Plane plane) {
    double sum = 0;
    for (float value : plane.values()) {
      sum += value;
    }
    return sum / plane.values().length;
  }

  private static Plane random(int rows, int columns) {
    Random random = new Random(1);
    return Plane.zeros(rows, columns).map(value -> random.nextFloat());
  }
}
