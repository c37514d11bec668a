// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.orthancprism.models.safetensors.ElementType;
import org.orthancprism.packs.weights.HalfPrecision;
import org.orthancprism.packs.weights.SafetensorsWriter;
import org.orthancprism.packs.weights.SafetensorsWriter.Tensor;

/**
 * Writes safetensors of random F16 weights under which a network's activations keep their size:
 * uniform with variance one over the number of inputs, normalisations that change nothing, biases
 * of zero.
 */
final class RandomWeights {

  /** Numbers that are drawn for a scale and repeated; a prime, so that no row repeats another. */
  private static final int POOL = 65_521;

  private final float[] drawn = new float[POOL];
  private final Map<Double, ByteBuffer> pools = new HashMap<>();

  /**
   * @param seed seed of the weights
   */
  RandomWeights(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < POOL; i++) {
      drawn[i] = (float) (Math.sqrt(3) * random.nextDouble(-1, 1));
    }
  }

  /** Writes a file of weights of these shapes, in this order. */
  void write(Map<String, List<Long>> shapes, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    List<Tensor> tensors = new ArrayList<>();
    shapes.forEach((name, shape) -> tensors.add(new Tensor(name, ElementType.F16, shape)));
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      SafetensorsWriter writer = SafetensorsWriter.begin(out, tensors);
      for (Tensor tensor : tensors) {
        repeat(pool(scale(tensor)), tensor.length(), writer);
      }
      writer.end();
    }
  }

  /** Standard deviation of a weight; negative for the ones of a normalisation. */
  private static double scale(Tensor tensor) {
    if (tensor.shape().size() == 1) {
      return tensor.name().endsWith(".bias") ? 0 : -1;
    }
    long inputs = tensor.shape().stream().skip(1).reduce(1L, (a, b) -> a * b);
    return 1 / Math.sqrt((double) inputs);
  }

  private ByteBuffer pool(double scale) {
    return pools.computeIfAbsent(
        scale,
        deviation -> {
          ByteBuffer pool =
              ByteBuffer.allocateDirect(POOL * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          for (float value : drawn) {
            pool.putShort(HalfPrecision.of(deviation < 0 ? 1 : (float) (deviation * value)));
          }
          return pool.flip();
        });
  }

  private static void repeat(ByteBuffer pool, long bytes, SafetensorsWriter writer)
      throws IOException {
    for (long left = bytes; left > 0; left -= pool.capacity()) {
      writer.write(pool.slice(0, (int) Math.min(left, pool.capacity())));
    }
  }
}
