// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Seeded chance in the words that a drawing needs. The same seed draws the same things. */
final class SeededRandom {

  private final RandomGenerator generator;

  SeededRandom(long seed) {
    this.generator = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Evenly between two bounds. */
  double between(double low, double high) {
    return low + (high - low) * generator.nextDouble();
  }

  /** Normally distributed around 0. */
  double normal(double deviation) {
    return deviation * generator.nextGaussian();
  }

  /** Independent values around 0 of deviation 1. */
  float[] noise(int count) {
    float[] field = new float[count];
    for (int i = 0; i < count; i++) {
      field[i] = (float) normal(1);
    }
    return field;
  }

  boolean happens(double probability) {
    return generator.nextDouble() < probability;
  }

  int whole(int low, int high) {
    return generator.nextInt(low, high + 1);
  }

  /** A point within a given distance in each direction. */
  Point near(Point centre, double spread) {
    return centre.plus(between(-spread, spread), between(-spread, spread));
  }

  /** An independent stream, so that drawing more of one thing does not change the others. */
  SeededRandom split() {
    return new SeededRandom(generator.nextLong());
  }
}
