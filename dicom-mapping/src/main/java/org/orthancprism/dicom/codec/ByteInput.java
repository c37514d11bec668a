// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.util.Arrays;
import java.util.Locale;
import org.orthancprism.dicom.dataset.Tag;

/** Bytes that are read from front to back, and never past their end. */
final class ByteInput {
  private final byte[] bytes;
  private final int end;
  private int position;

  ByteInput(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  /** The bytes of the next {@code length}, to be read on their own. */
  ByteInput slice(long length) throws DicomFormatException {
    require(length);
    ByteInput slice = new ByteInput(bytes, position, position + (int) length);
    position += (int) length;
    return slice;
  }

  byte[] take(long length) throws DicomFormatException {
    require(length);
    byte[] taken = Arrays.copyOfRange(bytes, position, position + (int) length);
    position += (int) length;
    return taken;
  }

  void skip(int length) throws DicomFormatException {
    require(length);
    position += length;
  }

  byte peek(int offset) throws DicomFormatException {
    require(offset + 1L);
    return bytes[position + offset];
  }

  int u16(boolean bigEndian) throws DicomFormatException {
    require(2);
    int first = bytes[position] & 0xFF;
    int second = bytes[position + 1] & 0xFF;
    position += 2;
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  long u32(boolean bigEndian) throws DicomFormatException {
    long first = u16(bigEndian);
    long second = u16(bigEndian);
    return bigEndian ? first << 16 | second : second << 16 | first;
  }

  Tag tag(boolean bigEndian) throws DicomFormatException {
    int group = u16(bigEndian);
    return new Tag(group << 16 | u16(bigEndian));
  }

  /** Whether nothing but zeros is left, as some writers pad files. */
  boolean isZeroFromHere() {
    for (int i = position; i < end; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether these ASCII characters are found at an offset from the start of the bytes. */
  static boolean hasText(byte[] bytes, int offset, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (offset + i >= bytes.length || bytes[offset + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void require(long length) throws DicomFormatException {
    if (length < 0 || length > remaining()) {
      throw new DicomFormatException(
          String.format(
              Locale.ROOT,
              "the file is cut off: %d bytes are needed at offset %d, %d are there",
              length,
              position,
              remaining()));
    }
  }
}
