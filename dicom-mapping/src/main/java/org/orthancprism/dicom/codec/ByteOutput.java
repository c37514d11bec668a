// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.util.Arrays;

/** Little endian bytes that are written from front to back, with lengths filled in afterwards. */
final class ByteOutput {
  private byte[] bytes;
  private int size;

  ByteOutput(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  void u8(byte value) {
    reserve(1);
    bytes[size++] = value;
  }

  void u16(int value) {
    u8((byte) value);
    u8((byte) (value >>> 8));
  }

  void u32(int value) {
    u16(value);
    u16(value >>> 16);
  }

  void bytes(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  /** Writes 32 bits over those at a place that was written before. */
  void patch(int position, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[position + i] = (byte) (value >>> (8 * i));
    }
  }

  byte[] toByteArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private void reserve(int count) {
    int needed = Math.addExact(size, count);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * bytes.length, 1 << 30)));
    }
  }
}
