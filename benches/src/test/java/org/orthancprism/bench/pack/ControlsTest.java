// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;

class ControlsTest {

  private static final int SIDE = 32;

  @Test
  void theFlippedEditChangesTheMirroredPlace() {
    Film source = new Film(1, 3, new float[] {0.5f, 0.1f, 0.3f});
    Film edited = new Film(1, 3, new float[] {0.2f, 0.1f, 0.3f});
    Film flipped = Controls.flipped(source, edited);
    assertArrayEquals(new float[] {0.5f, 0.1f, 0}, flipped.luminance(), 1e-6f);
  }

  @Test
  void blurStaysUnderTheMaskAndChangesAsMuchAsTheEdit() {
    SplittableRandom random = new SplittableRandom(1);
    float[] noise = new float[SIDE * SIDE];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextDouble();
    }
    Film source = new Film(SIDE, SIDE, noise);
    float[] changed = noise.clone();
    float[] weights = new float[noise.length];
    Arrays.fill(weights, 0, noise.length / 2, 1);
    for (int i = 0; i < noise.length / 2; i++) {
      changed[i] += 0.1f;
    }
    Film blurred =
        Controls.blurred(
            source, new Film(SIDE, SIDE, changed), new ChangeMask(SIDE, SIDE, weights));
    double change = 0;
    for (int i = 0; i < noise.length; i++) {
      change += Math.abs(blurred.luminance()[i] - noise[i]);
    }
    assertEquals(0.1, change / (noise.length / 2), 0.03);
    int half = noise.length / 2;
    assertArrayEquals(
        Arrays.copyOfRange(noise, half, noise.length),
        Arrays.copyOfRange(blurred.luminance(), half, noise.length));
  }
}
