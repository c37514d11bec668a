// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.ElementType;
import org.orthancprism.models.safetensors.TensorEntry;

/** Converts a tensor's data from one floating-point type to another, part by part. */
public final class TensorConversion {

  /** Elements of one part. */
  private static final int PART = 1 << 18;

  private TensorConversion() {}

  /** Takes converted data. */
  @FunctionalInterface
  public interface Output {

    /** Takes the next part, little-endian; the buffer is used again afterwards. */
    void write(ByteBuffer data) throws IOException;
  }

  /**
   * Converts a tensor; of the same type it is passed on as it is.
   *
   * @param tensor what it is
   * @param to F32 or F16, or the tensor's own type
   * @param data its data, little-endian
   * @param output takes the data in the new type
   * @throws PackException when a value is not finite, or too large for F16
   * @throws IOException of the output
   */
  public static void run(TensorEntry tensor, ElementType to, ByteBuffer data, Output output)
      throws PackException, IOException {
    if (tensor.type() == to) {
      output.write(data);
      return;
    }
    ByteBuffer source = data.order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer part = ByteBuffer.allocate(PART * to.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    while (source.hasRemaining()) {
      part.clear();
      while (source.hasRemaining() && part.hasRemaining()) {
        put(tensor, to, part, next(tensor.type(), source));
      }
      output.write(part.flip());
    }
  }

  /** Changes a row of a tensor, which goes on to the output in its new type. */
  @FunctionalInterface
  public interface RowChange {

    /**
     * Changes a row in place.
     *
     * @param row index along the tensor's first dimension
     * @param values all values of that index, in float32
     */
    void apply(int row, float[] values);
  }

  /**
   * Changes a tensor row by row in float32 and converts it.
   *
   * @param tensor what it is; of one dimension at least
   * @param to F32 or F16
   * @param data its data, little-endian
   * @param change what becomes of each row
   * @param output takes the data in the new type
   * @throws PackException when a value is not finite, or too large for F16
   * @throws IOException of the output
   */
  public static void run(
      TensorEntry tensor, ElementType to, ByteBuffer data, RowChange change, Output output)
      throws PackException, IOException {
    ByteBuffer source = data.order(ByteOrder.LITTLE_ENDIAN);
    int rows = Math.toIntExact(tensor.shape().get(0));
    float[] values = new float[Math.toIntExact(tensor.size() / rows)];
    ByteBuffer part =
        ByteBuffer.allocate(values.length * to.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < values.length; i++) {
        values[i] = next(tensor.type(), source);
      }
      change.apply(row, values);
      part.clear();
      for (float value : values) {
        put(tensor, to, part, value);
      }
      output.write(part.flip());
    }
  }

  /**
   * A tensor's values in float32.
   *
   * @param tensor what it is; whole numbers become the nearest of float32
   * @param data its data, little-endian
   */
  public static float[] floats(TensorEntry tensor, ByteBuffer data) {
    ByteBuffer source = data.order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[Math.toIntExact(tensor.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = tensor.type() == ElementType.I64 ? source.getLong() : next(tensor.type(), source);
    }
    return values;
  }

  private static float next(ElementType type, ByteBuffer source) {
    return switch (type) {
      case F32 -> source.getFloat();
      case F16 -> HalfPrecision.widened(source.getShort());
      case BF16 -> Float.intBitsToFloat(source.getShort() << 16);
      case I64 -> throw new IllegalArgumentException("whole numbers are not converted");
    };
  }

  private static void put(TensorEntry tensor, ElementType to, ByteBuffer part, float value)
      throws PackException {
    if (!Float.isFinite(value)) {
      throw new PackException(
          tensor.name()
              + " holds a value that is not a number: take weights that were not damaged");
    }
    if (to == ElementType.F32) {
      part.putFloat(value);
      return;
    }
    short half = HalfPrecision.of(value);
    if (!Float.isFinite(HalfPrecision.widened(half))) {
      throw new PackException(
          tensor.name()
              + " holds "
              + value
              + ", which fp16 can't hold: import it with --precision fp32");
    }
    part.putShort(half);
  }
}
