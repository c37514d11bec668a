// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class CosineScheduleTest {

  @Test
  void oneStepGivesThePredictionItself() {
    float[] prediction = {0.25f, -1};
    assertSame(prediction, new CosineSchedule(1).next(0, new float[2], prediction));
    assertEquals(1000, new CosineSchedule(1).timestep(0));
  }

  @Test
  void timestepsAreEvenlySpacedFromOneThousandOn() {
    CosineSchedule schedule = new CosineSchedule(4);
    assertEquals(1000, schedule.timestep(0));
    assertEquals(750, schedule.timestep(1));
    assertEquals(250, schedule.timestep(3));
  }

  @Test
  void stepKeepsFilmAndNoiseInTheProportionsOfTheSchedule() {
    // From x = cos(a) film + sin(a) noise, a right prediction leads to cos(b) film + sin(b) noise.
    double film = 0.8;
    double noise = -1.3;
    CosineSchedule schedule = new CosineSchedule(4);
    for (int step = 0; step < 3; step++) {
      double a = Math.PI / 2 * (1 - step / 4.0);
      double b = Math.PI / 2 * (1 - (step + 1) / 4.0);
      float[] sample = {(float) (Math.cos(a) * film + Math.sin(a) * noise)};
      float[] next = schedule.next(step, sample, new float[] {(float) film});
      assertEquals(Math.cos(b) * film + Math.sin(b) * noise, next[0], 1e-6);
    }
  }

  @Test
  void foldedPixelsStandInTorchsOrder() {
    float[] plane = {0, 1, 2, 3, 10, 11, 12, 13};
    PixelShuffle shuffle = new PixelShuffle(2);
    float[] folded = new float[9];
    shuffle.fold(plane, 2, 4, folded, 1);
    assertArrayEquals(new float[] {0, 0, 2, 1, 3, 10, 12, 11, 13}, folded);
    assertArrayEquals(plane, shuffle.unfold(folded, 1, 2, 4));
  }
}
