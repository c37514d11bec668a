// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes safetensors of random F16 weights under which a network's activations keep their size:
 * uniform with variance one over the number of inputs, normalisations that change nothing, biases
 * of zero.
 */
final class RandomWeights {

  /** Numbers that are drawn for a scale and repeated; a prime, so that no row repeats another. */
  private static final int POOL = 65_521;

  private static final int BUFFER = 1 << 20;

  private final NDManager manager;
  private final float[] drawn = new float[POOL];
  private final Map<Double, byte[]> pools = new HashMap<>();

  /**
   * @param manager makes halves of single precision
   * @param seed seed of the weights
   */
  RandomWeights(NDManager manager, long seed) {
    this.manager = manager;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < POOL; i++) {
      drawn[i] = (float) (Math.sqrt(3) * random.nextDouble(-1, 1));
    }
  }

  /** Writes a file of weights of these shapes, in this order. */
  void write(Map<String, List<Long>> shapes, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    byte[] header = header(shapes);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
      ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      out.write(length.putLong(header.length).array());
      out.write(header);
      for (Map.Entry<String, List<Long>> weight : shapes.entrySet()) {
        repeat(pool(scale(weight.getKey(), weight.getValue())), bytes(weight.getValue()), out);
      }
    }
  }

  private static byte[] header(Map<String, List<Long>> shapes) {
    JsonObjectBuilder header = Json.createObjectBuilder();
    long offset = 0;
    for (Map.Entry<String, List<Long>> weight : shapes.entrySet()) {
      JsonArrayBuilder shape = Json.createArrayBuilder(weight.getValue());
      long end = offset + bytes(weight.getValue());
      header.add(
          weight.getKey(),
          Json.createObjectBuilder()
              .add("dtype", "F16")
              .add("shape", shape)
              .add("data_offsets", Json.createArrayBuilder().add(offset).add(end)));
      offset = end;
    }
    byte[] json = header.build().toString().getBytes(StandardCharsets.UTF_8);
    // Spaces at the end, so that the data are aligned and can be used where they are mapped.
    int padded = (json.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    ByteBuffer aligned = ByteBuffer.allocate(padded).put(json);
    while (aligned.hasRemaining()) {
      aligned.put((byte) ' ');
    }
    return aligned.array();
  }

  private static long bytes(List<Long> shape) {
    return shape.stream().reduce((long) Short.BYTES, (a, b) -> a * b);
  }

  /** Standard deviation of a weight; negative for the ones of a normalisation. */
  private static double scale(String name, List<Long> shape) {
    if (shape.size() == 1) {
      return name.endsWith(".bias") ? 0 : -1;
    }
    long inputs = shape.stream().skip(1).reduce(1L, (a, b) -> a * b);
    return 1 / Math.sqrt((double) inputs);
  }

  private byte[] pool(double scale) {
    return pools.computeIfAbsent(
        scale,
        deviation -> {
          float[] values = new float[POOL];
          for (int i = 0; i < POOL; i++) {
            values[i] = deviation < 0 ? 1 : (float) (deviation * drawn[i]);
          }
          try (NDArray single = manager.create(values);
              NDArray half = single.toType(DataType.FLOAT16, true)) {
            ByteBuffer halves = half.toByteBuffer();
            byte[] bytes = new byte[halves.remaining()];
            halves.get(bytes);
            return bytes;
          }
        });
  }

  private static void repeat(byte[] pool, long bytes, OutputStream out) throws IOException {
    for (long left = bytes; left > 0; left -= pool.length) {
      out.write(pool, 0, (int) Math.min(left, pool.length));
    }
  }
}
