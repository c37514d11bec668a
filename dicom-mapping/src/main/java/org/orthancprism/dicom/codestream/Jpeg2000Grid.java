// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codestream;

/**
 * How an image lies on the reference grid of JPEG 2000, and into how many pieces it is cut there.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-T.800">ITU-T T.800, A.5.1, A.6 and annex B</a>
 */
final class Jpeg2000Grid {

  /** Tiles that a two-byte index can address. */
  private static final long MAXIMUM_TILES = 65_535;

  /** Precincts and code-blocks; a film of 8192 x 8192 in blocks of 16 x 16 has a third of it. */
  private static final double MAXIMUM_PIECES = 1 << 20;

  /** Packets of an image: a precinct has one in each layer. */
  private static final double MAXIMUM_PACKETS = 1 << 22;

  private static final int MAXIMUM_LEVELS = 32;
  private static final int LARGEST_PRECINCT = 15;

  private final FrameHeader frame;
  private final long tileWidth;
  private final long tileHeight;
  private final double tiles;
  private int layers = 1;

  private Jpeg2000Grid(FrameHeader frame, long tileWidth, long tileHeight, double tiles) {
    this.frame = frame;
    this.tileWidth = tileWidth;
    this.tileHeight = tileHeight;
    this.tiles = tiles;
  }

  /** Reads the image and tile size, the segment SIZ. */
  static Jpeg2000Grid read(CodestreamInput siz) throws CodestreamException {
    siz.skip(2);
    long right = siz.u32();
    long bottom = siz.u32();
    long left = siz.u32();
    long top = siz.u32();
    long tileWidth = siz.u32();
    long tileHeight = siz.u32();
    long tileLeft = siz.u32();
    long tileTop = siz.u32();
    FrameHeader frame = frame(siz, right - left, bottom - top);
    boolean tiled = covers(tileLeft, tileWidth, left) && covers(tileTop, tileHeight, top);
    if (frame.width() < 1 || frame.height() < 1 || !tiled) {
      throw new CodestreamException("its image and its tiles don't meet");
    }
    double tiles =
        Math.ceil((right - tileLeft) / (double) tileWidth)
            * Math.ceil((bottom - tileTop) / (double) tileHeight);
    if (tiles > MAXIMUM_TILES) {
      throw new CodestreamException("it has more than " + MAXIMUM_TILES + " tiles");
    }
    return new Jpeg2000Grid(
        frame, Math.min(tileWidth, frame.width()), Math.min(tileHeight, frame.height()), tiles);
  }

  /** Whether the first tile reaches over the start of the image (T.800 B-3 and B-4). */
  private static boolean covers(long tileStart, long tileLength, long imageStart) {
    return tileStart <= imageStart && tileStart + tileLength > imageStart;
  }

  private static FrameHeader frame(CodestreamInput siz, long width, long height)
      throws CodestreamException {
    int components = siz.u16();
    int bits = 0;
    for (int i = 0; i < components; i++) {
      bits = Math.max(bits, (siz.u8() & 0x7F) + 1);
      boolean whole = siz.u8() == 1;
      if (siz.u8() != 1 || !whole) {
        throw new CodestreamException("a component of it is subsampled, which none of a film is");
      }
    }
    return new FrameHeader(width, height, components, bits);
  }

  FrameHeader frame() {
    return frame;
  }

  /** Holds a default coding style, the segment COD, against the limits. */
  void codingStyle(CodestreamInput cod) throws CodestreamException {
    boolean precincts = (cod.u8() & 1) == 1;
    cod.skip(1);
    layers = cod.u16();
    cod.skip(1);
    parameters(cod, precincts);
  }

  /** Holds a component's coding style, the segment COC, against the limits. */
  void componentCodingStyle(CodestreamInput coc) throws CodestreamException {
    coc.skip(frame.components() < 257 ? 1 : 2);
    parameters(coc, (coc.u8() & 1) == 1);
  }

  private void parameters(CodestreamInput style, boolean precincts) throws CodestreamException {
    int levels = style.u8();
    if (levels > MAXIMUM_LEVELS) {
      throw new CodestreamException("it has more than " + MAXIMUM_LEVELS + " resolutions");
    }
    int blockWidth = (style.u8() & 0xF) + 2;
    int blockHeight = (style.u8() & 0xF) + 2;
    style.skip(2);
    double pieces = 0;
    double inPrecincts = 0;
    for (int resolution = 0; resolution <= levels; resolution++) {
      int sizes = precincts ? style.u8() : LARGEST_PRECINCT << 4 | LARGEST_PRECINCT;
      int precinctWidth = sizes & 0xF;
      int precinctHeight = sizes >> 4;
      double width = Math.ceil(Math.scalb((double) tileWidth, resolution - levels));
      double height = Math.ceil(Math.scalb((double) tileHeight, resolution - levels));
      inPrecincts += count(width, precinctWidth) * count(height, precinctHeight);
      pieces +=
          count(width, Math.min(blockWidth, precinctWidth))
              * count(height, Math.min(blockHeight, precinctHeight));
    }
    double all = tiles * frame.components();
    if (all * (pieces + inPrecincts) > MAXIMUM_PIECES
        || all * inPrecincts * layers > MAXIMUM_PACKETS) {
      throw new CodestreamException("it is cut into more pieces than any film is");
    }
  }

  /** How many pieces of a power of two a length has, one more where they don't begin with it. */
  private static double count(double length, int exponent) {
    return Math.ceil(Math.scalb(length, -exponent)) + 1;
  }
}
