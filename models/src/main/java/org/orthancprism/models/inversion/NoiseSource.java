// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/** Where a method's normal random numbers come from. */
@FunctionalInterface
public interface NoiseSource {

  /**
   * Draws standard normal numbers.
   *
   * @param manager owner of the result
   * @param shape its shape
   */
  NDArray draw(NDManager manager, Shape shape);

  /** Numbers that follow from a seed alone, on every device. */
  static NoiseSource seeded(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return (manager, shape) -> {
      float[] values = new float[(int) shape.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      return manager.create(values, shape);
    };
  }
}
