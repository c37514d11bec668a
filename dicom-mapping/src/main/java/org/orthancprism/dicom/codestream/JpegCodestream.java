// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codestream;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the frame headers of JPEG and JPEG-LS.
 *
 * <p>A decoder that loses its way may take any later marker for the next one. So all markers are
 * looked at, up to the end of the last image, and none is let pass whose length is not known.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-T.81">ITU-T T.81, annex B</a>
 * @see <a href="https://www.itu.int/rec/T-REC-T.87">ITU-T T.87, annex C</a>
 */
final class JpegCodestream {
  private static final int MARKER = 0xFF;
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int DNL = 0xDC;
  private static final int DHP = 0xDE;
  private static final int DHT = 0xC4;
  private static final int JPG = 0xC8;
  private static final int DAC = 0xCC;
  private static final int SOF55 = 0xF7;
  private static final int LSE = 0xF8;
  private static final int OVERSIZE = 4;

  /** A radiograph has one; a progressive one ten. Each costs a decoder a pass over the image. */
  private static final int MAXIMUM_SCANS = 100;

  private final CodestreamInput input;
  private final boolean jpegLs;
  private final List<FrameHeader> frames = new ArrayList<>();
  private int scans;

  private JpegCodestream(CodestreamInput input, boolean jpegLs) {
    this.input = input;
    this.jpegLs = jpegLs;
  }

  static boolean begins(CodestreamInput input) {
    return startOfImage(input) >= 0;
  }

  /**
   * All frame headers, at least one, of all images that follow each other.
   *
   * @param jpegLs whether it is JPEG-LS
   */
  static List<FrameHeader> frames(CodestreamInput input, boolean jpegLs)
      throws CodestreamException {
    JpegCodestream codestream = new JpegCodestream(input, jpegLs);
    while (begins(input)) {
      codestream.image();
      // What follows an image belongs to it unless the next image starts there.
      input.skipZeros();
    }
    return codestream.frames;
  }

  /** Whether a frame header comes before the end, or before what can't be read. */
  static boolean hasFrame(CodestreamInput input, boolean jpegLs) {
    JpegCodestream codestream = new JpegCodestream(input, jpegLs);
    try {
      codestream.image();
    } catch (CodestreamException cutOff) {
      return !codestream.frames.isEmpty();
    }
    return true;
  }

  /** Any marker may have fill bytes before it (T.81 B.1.1.2). */
  private static int startOfImage(CodestreamInput input) {
    int fill = 0;
    while (input.peek(fill) == MARKER) {
      fill++;
    }
    return fill > 0 && input.peek(fill) == SOI ? fill + 1 : -1;
  }

  private void image() throws CodestreamException {
    int before = frames.size();
    input.skip(Math.max(0, startOfImage(input)));
    scans = 0;
    for (int marker = nextMarker(); marker != EOI; marker = nextMarker()) {
      segment(marker);
    }
    if (frames.size() == before || scans == 0) {
      throw new CodestreamException("it holds no image");
    }
  }

  /** The next marker that is no restart; compressed data have a byte below 80H behind an FFH. */
  private int nextMarker() throws CodestreamException {
    while (true) {
      while (input.u8() != MARKER) {
        // Compressed data.
      }
      int code = input.u8();
      while (code == MARKER) {
        code = input.u8();
      }
      boolean restart = code >= 0xD0 && code <= 0xD7;
      if (code >= 0x80 && !restart) {
        return code;
      }
    }
  }

  private void segment(int marker) throws CodestreamException {
    if (marker == SOI) {
      throw new CodestreamException("an image begins inside of another");
    }
    boolean known = marker >= 0xC0 && (marker <= 0xEF || marker == 0xFE);
    boolean ofJpegLs = marker == SOF55 || marker == LSE;
    if (!known && !(ofJpegLs && jpegLs)) {
      throw new CodestreamException(
          "it has the marker "
              + Integer.toHexString(0xFF00 | marker)
              + ", which has no place in it");
    }
    CodestreamInput segment = input.segment();
    if (marker == SOS) {
      countScan();
    } else if (isFrame(marker)) {
      frame(segment);
    } else if (marker == DNL) {
      numberOfLines(segment);
    } else if (marker == LSE) {
      oversize(segment);
    }
  }

  private static boolean isFrame(int marker) {
    boolean frame = marker >= 0xC0 && marker <= 0xCF;
    return marker == SOF55
        || marker == DHP
        || (frame && marker != DHT && marker != JPG && marker != DAC);
  }

  private void countScan() throws CodestreamException {
    scans++;
    if (scans > MAXIMUM_SCANS) {
      throw new CodestreamException("it has more than " + MAXIMUM_SCANS + " scans");
    }
  }

  private void frame(CodestreamInput segment) throws CodestreamException {
    int bits = segment.u8();
    int height = segment.u16();
    int width = segment.u16();
    frames.add(new FrameHeader(width, height, segment.u8(), bits));
  }

  /** A height behind the first scan (T.81 B.2.5). */
  private void numberOfLines(CodestreamInput segment) throws CodestreamException {
    int height = segment.u16();
    if (frames.isEmpty() || height != last().height()) {
      throw new CodestreamException("it has two heights");
    }
  }

  /** A size that frame headers can't hold (T.87 C.2.4.1.4). */
  private void oversize(CodestreamInput segment) throws CodestreamException {
    if (segment.u8() == OVERSIZE) {
      throw new CodestreamException("it has an oversize image dimension, which no film has");
    }
  }

  private FrameHeader last() {
    return frames.get(frames.size() - 1);
  }
}
