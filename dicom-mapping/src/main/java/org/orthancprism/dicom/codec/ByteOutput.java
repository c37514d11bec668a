// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

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
    byte[] all = new byte[size];
    int from = 0;
    int to = 0;
    for (Inserted each : inserted) {
      System.arraycopy(bytes, from, all, to, each.behind - from);
      to += each.behind - from;
      System.arraycopy(each.value, 0, all, to, each.value.length);
      to += each.value.length;
      from = each.behind;
    }
    System.arraycopy(bytes, from, all, to, position - from);
    return all;
  }

  private void reserve(int count) {
    int needed = Math.addExact(position, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * bytes.length, 1 << 30)));
    }
  }
}
