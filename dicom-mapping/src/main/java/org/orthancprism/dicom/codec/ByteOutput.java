// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Little endian bytes that are written from front to back, with lengths filled in afterwards. Long
 * values are not copied before all is put together.
 */
final class ByteOutput {
  private static final int LONG_VALUE = 1 << 16;

  /** A long value that comes behind so many of the other bytes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Inserted(int behind, byte[] value) {}

  /** A part of an array. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Piece(byte[] bytes, int from, int length) {}

  private final List<Inserted> inserted = new ArrayList<>();
  private byte[] bytes = new byte[1 << 14];
  private int position;
  private int size;

  /** How many bytes have been written. */
  int size() {
    return size;
  }

  /** Where the next byte goes, for {@link #patch}. */
  int position() {
    return position;
  }

  void u8(byte value) {
    reserve(1);
    bytes[position++] = value;
    size++;
  }

  void u16(int value) {
    u8((byte) value);
    u8((byte) (value >>> 8));
  }

  void u32(int value) {
    u16(value);
    u16(value >>> 16);
  }

  /** Writes a value, which is not to be changed any more. */
  void bytes(byte[] value) {
    size = Math.addExact(size, value.length);
    if (value.length >= LONG_VALUE) {
      inserted.add(new Inserted(position, value));
      return;
    }
    reserve(value.length);
    System.arraycopy(value, 0, bytes, position, value.length);
    position += value.length;
  }

  /** Writes 32 bits over those at a {@link #position} that was written before. */
  void patch(int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >>> (8 * i));
    }
  }

  byte[] toByteArray() {
    ByteBuffer all = ByteBuffer.allocate(size);
    pieces().forEach(each -> all.put(each.bytes, each.from, each.length));
    return all.array();
  }

  /** Writes all to where it goes, long values from where they are. */
  void writeTo(OutputStream output) throws IOException {
    for (Piece each : pieces()) {
      output.write(each.bytes, each.from, each.length);
    }
  }

  private List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (Inserted each : inserted) {
      pieces.add(new Piece(bytes, from, each.behind - from));
      pieces.add(new Piece(each.value, 0, each.value.length));
      from = each.behind;
    }
    pieces.add(new Piece(bytes, from, position - from));
    return pieces;
  }

  private void reserve(int count) {
    int needed = Math.addExact(position, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * bytes.length, 1 << 30)));
    }
  }
}
