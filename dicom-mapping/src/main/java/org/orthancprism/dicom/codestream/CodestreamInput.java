// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codestream;

/** Bytes of a codestream, most significant first, that are never read past their end. */
final class CodestreamInput {
  private final byte[] bytes;
  private final int end;
  private int position;

  CodestreamInput(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private CodestreamInput(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  int remaining() {
    return end - position;
  }

  int position() {
    return position;
  }

  int u8() throws CodestreamException {
    require(1);
    return bytes[position++] & 0xFF;
  }

  int u16() throws CodestreamException {
    int high = u8();
    return high << 8 | u8();
  }

  long u32() throws CodestreamException {
    long high = u16();
    return high << 16 | u16();
  }

  long u32LittleEndian() throws CodestreamException {
    return Integer.toUnsignedLong(Integer.reverseBytes((int) u32()));
  }

  /** A byte ahead, or -1 behind the end. */
  int peek(int offset) {
    return offset < remaining() ? bytes[position + offset] & 0xFF : -1;
  }

  /** Whether these bytes come next. */
  boolean startsWith(int... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (peek(i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** The next bytes, to be read on their own. */
  CodestreamInput slice(long length) throws CodestreamException {
    require(length);
    CodestreamInput slice = new CodestreamInput(bytes, position, position + (int) length);
    position += (int) length;
    return slice;
  }

  void skip(long length) throws CodestreamException {
    require(length);
    position += (int) length;
  }

  /** What a segment holds behind its length, which counts itself. */
  CodestreamInput segment() throws CodestreamException {
    int length = u16();
    if (length < 2) {
      throw new CodestreamException("a segment of it is shorter than its own length");
    }
    return slice(length - 2L);
  }

  /** Leaves zeros behind, with which writers make lengths even. */
  void skipZeros() {
    while (peek(0) == 0) {
      position++;
    }
  }

  private void require(long length) throws CodestreamException {
    if (length < 0 || length > remaining()) {
      throw new CodestreamException("it is cut off; send the film again");
    }
  }
}
