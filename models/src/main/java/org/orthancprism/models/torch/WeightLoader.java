// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.orthancprism.models.safetensors.ElementType;
import org.orthancprism.models.safetensors.TensorEntry;

/**
 * Makes tensors of a mapped safetensors file, floating-point ones in the compute type.
 *
 * <p>F32 on a CPU is used where it is mapped, without a copy.
 *
 * @param manager owner of the tensors
 * @param compute type that networks compute in
 */
record WeightLoader(NDManager manager, DataType compute) {

  NDArray load(TensorEntry entry, ByteBuffer data) {
    Shape shape = new Shape(entry.shape().stream().mapToLong(Long::longValue).toArray());
    return switch (entry.type()) {
      case F32 -> converted(manager.create(usable(entry, data), shape, DataType.FLOAT32));
      case F16 -> converted(manager.create(usable(entry, data), shape, DataType.FLOAT16));
      case BF16 -> converted(manager.create(widened(data), shape, DataType.FLOAT32));
      case I64 -> manager.create(usable(entry, data), shape, DataType.INT64);
    };
  }

  private NDArray converted(NDArray array) {
    if (array.getDataType() == compute) {
      return array;
    }
    try (array) {
      return array.toType(compute, true);
    }
  }

  /** The data where torch can read them: in place, or copied where a header left them unaligned. */
  private static ByteBuffer usable(TensorEntry entry, ByteBuffer data) {
    if (entry.offset() % entry.type().bytes() == 0) {
      return data.order(ByteOrder.nativeOrder());
    }
    ByteBuffer copy = ByteBuffer.allocateDirect(data.remaining()).order(ByteOrder.nativeOrder());
    copy.put(data).flip();
    return copy;
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
