// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.weights;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.orthancprism.models.safetensors.ElementType;

/**
 * Writes a safetensors file in one pass: the header first, since all names, types and shapes are
 * known, then the tensors' data in the same order, in as many parts as one likes.
 *
 * <p>Format: https://github.com/huggingface/safetensors, section "Format".
 */
public final class SafetensorsWriter {

  /** Data begin at a multiple of this, as in files of the reference implementation. */
  private static final int ALIGNMENT = 8;

  private final WritableByteChannel out;
  private long missing;

  private SafetensorsWriter(WritableByteChannel out, long missing) {
    this.out = out;
    this.missing = missing;
  }

  /**
   * A tensor that is going to be written.
   *
   * @param name its name
   * @param type type of its elements
   * @param shape its shape; empty for a scalar
   */
  public record Tensor(String name, ElementType type, List<Long> shape) {

    public Tensor {
      shape = List.copyOf(shape);
    }

    /** Length of its data in bytes. */
    public long length() {
      long length = type.bytes();
      for (long size : shape) {
        length = Math.multiplyExact(length, size);
      }
      return length;
    }
  }

  /**
   * Writes the header.
   *
   * @param out where the file goes; stays open
   * @param tensors the tensors in the order of their data
   * @throws IllegalArgumentException when two tensors have one name
   */
  public static SafetensorsWriter begin(WritableByteChannel out, List<Tensor> tensors)
      throws IOException {
    byte[] header = header(tensors);
    ByteBuffer start =
        ByteBuffer.allocate(Long.BYTES + header.length).order(ByteOrder.LITTLE_ENDIAN);
    start.putLong(header.length).put(header).flip();
    long length = tensors.stream().mapToLong(Tensor::length).sum();
    SafetensorsWriter writer = new SafetensorsWriter(out, length);
    writeFully(out, start);
    return writer;
  }

  /** Length in bytes of a file of these tensors. */
  public static long fileLength(List<Tensor> tensors) {
    return Long.BYTES + header(tensors).length + tensors.stream().mapToLong(Tensor::length).sum();
  }

  private static byte[] header(List<Tensor> tensors) {
    JsonObjectBuilder header = Json.createObjectBuilder();
    Set<String> names = new LinkedHashSet<>();
    long offset = 0;
    for (Tensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException("two tensors are called " + tensor.name());
      }
      header.add(
          tensor.name(),
          Json.createObjectBuilder()
              .add("dtype", tensor.type().name())
              .add("shape", Json.createArrayBuilder(tensor.shape()))
              .add(
                  "data_offsets",
                  Json.createArrayBuilder().add(offset).add(offset + tensor.length())));
      offset += tensor.length();
    }
    byte[] json = header.build().toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = new byte[(json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT];
    System.arraycopy(json, 0, padded, 0, json.length);
    for (int i = json.length; i < padded.length; i++) {
      padded[i] = ' ';
    }
    return padded;
  }

  /**
   * Writes the next data.
   *
   * @param data little-endian; read to its end
   * @throws IllegalStateException when the header left no room for them
   */
  public void write(ByteBuffer data) throws IOException {
    if (data.remaining() > missing) {
      throw new IllegalStateException("there are more data than the header says");
    }
    missing -= data.remaining();
    writeFully(out, data);
  }

  /**
   * Makes sure that the file is whole.
   *
   * @throws IllegalStateException when data are missing
   */
  public void end() {
    if (missing > 0) {
      throw new IllegalStateException(missing + " bytes of data are missing");
    }
  }

  private static void writeFully(WritableByteChannel out, ByteBuffer data) throws IOException {
    while (data.hasRemaining()) {
      out.write(data);
    }
  }
}
