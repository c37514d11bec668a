// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.orthancprism.models.pack.PackException;

/**
 * The product of two random matrices, by which a device is held against the processor.
 *
 * @param relativeError Frobenius norm of the difference to the processor's product, over that of
 *     the processor's product; not a number where the device's product is none
 */
public record MatrixProduct(double relativeError) {

  /**
   * What arithmetic explains: 1e-6 of float32, and 3e-4 of TF32, in which a GPU may multiply
   * float32.
   */
  public static final double MOST_RELATIVE_ERROR = 1e-3;

  private static final int SIDE = 512;
  private static final long SEED = 1;

  /** Whether arithmetic explains the difference. */
  public boolean agrees() {
    return relativeError <= MOST_RELATIVE_ERROR;
  }

  /**
   * Computed on the device of this process.
   *
   * @throws PackException when the engine does not start, or its device does not compute
   */
  public static MatrixProduct onThisProcess() throws PackException {
    Random random = new Random(SEED);
    float[] one = gaussian(random);
    float[] other = gaussian(random);
    try (NDManager device = TorchRuntime.newRoot();
        NDManager processor = device.newSubManager(Device.cpu())) {
      return of(product(one, other, processor), product(one, other, device));
    } catch (EngineException e) {
      throw new PackException("a matrix product fails: " + e.getMessage(), e);
    }
  }

  private static float[] product(float[] one, float[] other, NDManager manager) {
    Shape shape = new Shape(SIDE, SIDE);
    try (NDArray left = manager.create(one, shape);
        NDArray right = manager.create(other, shape);
        NDArray product = left.matMul(right)) {
      return product.toFloatArray();
    }
  }

  private static float[] gaussian(Random random) {
    float[] values = new float[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  static MatrixProduct of(float[] expected, float[] product) {
    double differences = 0;
    double squares = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = product[i] - expected[i];
      differences += difference * difference;
      squares += (double) expected[i] * expected[i];
    }
    return new MatrixProduct(Math.sqrt(differences / squares));
  }
}
