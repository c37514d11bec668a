// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.ElementType;
import org.orthancprism.models.safetensors.SafetensorsFile;
import org.orthancprism.models.safetensors.TensorEntry;

/**
 * Hands the tensors of a safetensors file to a network, each held once in memory.
 *
 * <p>On a CPU, tensors of the network's precision are used where they are mapped. All others are
 * read into one buffer, of which the network makes copies in its precision.
 *
 * @param manager owner of the tensors that stay mapped; also gives the device
 * @param precision what the network computes in
 */
record WeightLoader(NDManager manager, Precision precision) {

  /** A network that takes its weights. */
  @FunctionalInterface
  interface Receiver {

    /**
     * Takes a weight.
     *
     * @param name the weight's name
     * @param weight the weight
     * @param stays whether it is in the network's precision and lives as long as the loader's
     *     manager; else it ends with the call, and the network makes a copy
     */
    void put(String name, NDArray weight, boolean stays);
  }

  /**
   * Hands over all tensors of a file.
   *
   * @throws PackException when the file can't be read
   */
  void load(SafetensorsFile file, Receiver receiver) throws PackException {
    file.forEach(
        this::staysMapped,
        (entry, data) -> {
          if (staysMapped(entry)) {
            receiver.put(entry.name(), create(entry, data), true);
          } else {
            try (NDArray passing = create(entry, data)) {
              receiver.put(entry.name(), passing, false);
            }
          }
        });
  }

  /** Torch reads data in place where they are aligned. */
  private boolean staysMapped(TensorEntry entry) {
    return !manager.getDevice().isGpu()
        && entry.type() == precision.type()
        && entry.type() != ElementType.BF16
        && entry.offset() % entry.type().bytes() == 0;
  }

  private NDArray create(TensorEntry entry, ByteBuffer data) {
    Shape shape = new Shape(entry.shape().stream().mapToLong(Long::longValue).toArray());
    data.order(ByteOrder.nativeOrder());
    return switch (entry.type()) {
      case F32 -> manager.create(data, shape, DataType.FLOAT32);
      case F16 -> manager.create(data, shape, DataType.FLOAT16);
      case BF16 -> manager.create(widened(data), shape, DataType.FLOAT32);
      case I64 -> manager.create(data, shape, DataType.INT64);
    };
  }

  /**
   * BF16 as F32, which has the same exponent. DJL can't make a BF16 tensor from data: that aborts
   * the process.
   */
  private static ByteBuffer widened(ByteBuffer data) {
    int count = data.remaining() / ElementType.BF16.bytes();
    ByteBuffer wide = ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      wide.putInt(data.getShort(2 * i) << 16);
    }
    wide.flip();
    return wide;
  }
}
