// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.orthancprism.models.pack.PackException;

/**
 * A file of tensors in the safetensors format: eight bytes with the header's length, a JSON header,
 * and the tensors' data in little-endian order. Data are mapped, not read.
 *
 * <p>Format: https://github.com/huggingface/safetensors, section "Format".
 */
public final class SafetensorsFile {

  private static final int LENGTH_BYTES = 8;

  /** The reference implementation's limit. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private final Path path;
  private final Map<String, TensorEntry> entries;
  private final Map<String, String> metadata;

  private SafetensorsFile(
      Path path, Map<String, TensorEntry> entries, Map<String, String> metadata) {
    this.path = path;
    this.entries = entries;
    this.metadata = Map.copyOf(metadata);
  }

  /**
   * Reads a file's header.
   *
   * @throws PackException when the file can't be read or is not a whole safetensors file
   */
  public static SafetensorsFile open(Path path) throws PackException {
    String name = String.valueOf(path.getFileName());
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      long headerLength = headerLength(name, channel, size);
      byte[] header = new byte[(int) headerLength];
      readFully(channel, ByteBuffer.wrap(header), LENGTH_BYTES);
      long dataStart = LENGTH_BYTES + headerLength;
      Map<String, TensorEntry> entries = new LinkedHashMap<>();
      HeaderReader.Header read = new HeaderReader(name, dataStart, size - dataStart).read(header);
      for (TensorEntry entry : read.tensors()) {
        entries.put(entry.name(), entry);
      }
      return new SafetensorsFile(path, entries, read.metadata());
    } catch (IOException e) {
      throw new PackException(name + " can't be read: check that it is there and readable", e);
    }
  }

  private static long headerLength(String name, FileChannel channel, long size)
      throws IOException, PackException {
    long length = -1;
    if (size >= LENGTH_BYTES) {
      ByteBuffer buffer = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      readFully(channel, buffer, 0);
      length = buffer.flip().getLong();
    }
    if (length < 2 || length > MAX_HEADER_BYTES || length > size - LENGTH_BYTES) {
      throw new PackException(
          name + " is not a whole safetensors file: its header has no right length; copy it again");
    }
    return length;
  }

  private static void readFully(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new IOException("the file ends early");
      }
      at += read;
    }
  }

  /** The tensors in the order of their data. */
  public List<TensorEntry> tensors() {
    return List.copyOf(entries.values());
  }

  /** Texts that whoever wrote the file added to it, by key. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * Maps the data of one tensor.
   *
   * @param entry one of {@link #tensors()}
   * @return its data, little-endian, not to be written
   * @throws PackException when the file can't be mapped
   */
  public ByteBuffer map(TensorEntry entry) throws PackException {
    refuseOverlong(entry);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, entry.offset(), entry.length())
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new PackException(path.getFileName() + " can't be read", e);
    }
  }

  private void refuseOverlong(TensorEntry entry) throws PackException {
    if (entry.length() > Integer.MAX_VALUE) {
      throw new PackException(
          path.getFileName() + " holds " + entry.name() + " of over 2 GiB: split the tensor");
    }
  }

  /**
   * Maps the data of tensors, one after the other, through one open file.
   *
   * @throws PackException when the file can't be mapped, or the consumer fails
   */
  public void forEach(TensorConsumer consumer) throws PackException {
    forEach(entry -> true, consumer);
  }

  /**
   * Maps the data of some tensors and reads those of the others into memory that they share, so
   * that nothing of the file stays in memory for tensors that are converted anyway.
   *
   * @param mapped tells the tensors that are mapped
   * @param consumer takes the tensors in the order of their data; data that are not mapped are
   *     valid until it returns
   * @throws PackException when the file can't be read, or the consumer fails
   */
  public void forEach(Predicate<TensorEntry> mapped, TensorConsumer consumer) throws PackException {
    for (TensorEntry entry : entries.values()) {
      refuseOverlong(entry);
    }
    long longest =
        entries.values().stream()
            .filter(mapped.negate())
            .mapToLong(TensorEntry::length)
            .max()
            .orElse(0);
    ByteBuffer shared = ByteBuffer.allocateDirect((int) longest);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      for (TensorEntry entry : entries.values()) {
        ByteBuffer data =
            mapped.test(entry)
                ? channel.map(FileChannel.MapMode.READ_ONLY, entry.offset(), entry.length())
                : read(channel, entry, shared);
        consumer.accept(entry, data.order(ByteOrder.LITTLE_ENDIAN));
      }
    } catch (IOException e) {
      throw new PackException(path.getFileName() + " can't be read", e);
    }
  }

  private static ByteBuffer read(FileChannel channel, TensorEntry entry, ByteBuffer shared)
      throws IOException {
    ByteBuffer data = shared.slice(0, (int) entry.length());
    readFully(channel, data, entry.offset());
    return data.flip();
  }

  /** Takes one tensor. */
  @FunctionalInterface
  public interface TensorConsumer {

    /**
     * Takes one tensor.
     *
     * @param entry what the tensor is
     * @param data its data, little-endian, not to be written
     * @throws PackException when the tensor can't be used
     */
    void accept(TensorEntry entry, ByteBuffer data) throws PackException;
  }
}
