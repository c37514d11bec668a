// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codestream;

import java.util.Set;

/**
 * Reads the image and tile sizes of a JPEG 2000 codestream, and how finely it is cut: a decoder
 * allocates memory for each piece, however few bytes the stream has.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-T.800">ITU-T T.800, annex A</a>
 */
final class Jpeg2000Codestream {
  private static final int SOC = 0xFF4F;
  private static final int SIZ = 0xFF51;
  private static final int COD = 0xFF52;
  private static final int COC = 0xFF53;
  private static final int SOT = 0xFF90;
  private static final int SOD = 0xFF93;
  private static final int EOC = 0xFFD9;
  private static final int MARKER = 0xFF;

  /** Segments that headers may contain beside those above (T.800 table A.2, T.801, T.814). */
  private static final Set<Integer> OTHERS =
      Set.of(
          0xFF50, 0xFF55, 0xFF57, 0xFF58, 0xFF59, 0xFF5C, 0xFF5D, 0xFF5E, 0xFF5F, 0xFF60, 0xFF61,
          0xFF63, 0xFF64, 0xFF74, 0xFF75, 0xFF77, 0xFF78);

  /** Bytes of a tile-part's header up to its length, and that of its marker segment. */
  private static final int TILE_PART = 12;

  private final CodestreamInput input;
  private final Jpeg2000Grid grid;

  private Jpeg2000Codestream(CodestreamInput input, Jpeg2000Grid grid) {
    this.input = input;
    this.grid = grid;
  }

  static boolean begins(CodestreamInput input) {
    return input.startsWith(MARKER, SOC & 0xFF, MARKER, SIZ & 0xFF);
  }

  /** The frame, once all headers up to the end of the codestream are found in order. */
  static FrameHeader frame(CodestreamInput input) throws CodestreamException {
    input.skip(4);
    Jpeg2000Grid grid = Jpeg2000Grid.read(input.segment());
    Jpeg2000Codestream codestream = new Jpeg2000Codestream(input, grid);
    int marker = codestream.header();
    if (marker != SOT) {
      throw new CodestreamException("it holds no image");
    }
    while (marker == SOT) {
      marker = codestream.tilePart();
    }
    return grid.frame();
  }

  /** Reads segments of a header; returns the marker that ends it. */
  private int header() throws CodestreamException {
    while (true) {
      int marker = input.u16();
      if (marker == SOT || marker == SOD || marker == EOC) {
        return marker;
      }
      if (marker == COD) {
        grid.codingStyle(input.segment());
      } else if (marker == COC) {
        grid.componentCodingStyle(input.segment());
      } else if (OTHERS.contains(marker)) {
        input.segment();
      } else {
        throw new CodestreamException(
            "it has the marker " + Integer.toHexString(marker) + ", which has no place in it");
      }
    }
  }

  /** Reads one tile-part; returns the marker behind it, EOC if there is none. */
  private int tilePart() throws CodestreamException {
    int start = input.position() - 2;
    CodestreamInput segment = input.segment();
    segment.skip(2);
    long length = segment.u32();
    if (header() != SOD) {
      throw new CodestreamException("a tile of it has no data");
    }
    if (length == 0) {
      return lastTilePart();
    }
    long read = (long) input.position() - start;
    if (length < Math.max(TILE_PART, read)) {
      throw new CodestreamException("a tile of it is shorter than its header");
    }
    input.skip(length - read);
    return next();
  }

  /** A length of 0 goes to the end of the codestream. */
  private int lastTilePart() throws CodestreamException {
    while (input.remaining() >= 2) {
      if (input.peek(0) == MARKER && input.peek(1) == (EOC & 0xFF)) {
        return input.u16();
      }
      input.skip(1);
    }
    throw new CodestreamException("it is cut off; send the film again");
  }

  private int next() throws CodestreamException {
    boolean padded = input.remaining() < 2 || (input.peek(0) == 0 && input.peek(1) == 0);
    int marker = padded ? EOC : input.u16();
    if (marker != SOT && marker != EOC) {
      throw new CodestreamException("there is something else between its tiles");
    }
    return marker;
  }
}
