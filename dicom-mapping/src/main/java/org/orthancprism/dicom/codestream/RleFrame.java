// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codestream;

/**
 * Reads the header of DICOM's run length encoding, and follows its segments without storing what
 * they hold.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#chapter_G">PS3.5
 *     annex G</a>
 */
final class RleFrame {
  private static final int HEADER = 64;
  private static final int MAXIMUM_SEGMENTS = 15;
  private static final int NOTHING = 128;

  private RleFrame() {}

  /**
   * Checks one frame.
   *
   * @param segments number of segments it must have, a byte of each sample in each
   * @param pixels bytes that each of them must hold
   */
  static void check(byte[] frame, int segments, long pixels) throws CodestreamException {
    CodestreamInput header = new CodestreamInput(frame);
    long count = header.u32LittleEndian();
    if (count != segments || segments > MAXIMUM_SEGMENTS) {
      throw new CodestreamException("it has " + count + " segments, the image needs " + segments);
    }
    long[] starts = new long[segments + 1];
    for (int i = 0; i < segments; i++) {
      starts[i] = header.u32LittleEndian();
    }
    starts[segments] = frame.length;
    if (segments > 0 && starts[0] != HEADER) {
      throw new CodestreamException("its first segment does not follow its header");
    }
    for (int i = 0; i < segments; i++) {
      if (starts[i + 1] < starts[i] || starts[i + 1] > frame.length) {
        throw new CodestreamException("its segments overlap, or it is cut off");
      }
      if (decodedLength(frame, (int) starts[i], (int) starts[i + 1], pixels) < pixels) {
        throw new CodestreamException("a segment of it is too short; send the film again");
      }
    }
  }

  /** Bytes that a segment holds, as far as they are needed. */
  private static long decodedLength(byte[] frame, int start, int end, long needed) {
    long length = 0;
    int at = start;
    while (at < end && length < needed) {
      int code = frame[at] & 0xFF;
      if (code < NOTHING) {
        length += Math.min(code + 1, end - at - 1);
        at += code + 2;
      } else {
        length += code > NOTHING && at + 1 < end ? 257 - code : 0;
        at += code > NOTHING ? 2 : 1;
      }
    }
    return length;
  }
}
