// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codestream;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads JPEG 2000 as it is in DICOM, a bare codestream, or in the boxes of a JP2 file, as some
 * writers leave it.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-T.800">ITU-T T.800, annex I</a>
 */
final class Jpeg2000File {
  private static final int HEADER = 0x6A703268; // jp2h
  private static final int IMAGE_HEADER = 0x69686472; // ihdr
  private static final int CODESTREAM = 0x6A703263; // jp2c
  private static final int PALETTE = 0x70636C72; // pclr
  private static final int COMPONENT_MAPPING = 0x636D6170; // cmap
  private static final int VARIOUS_BITS = 255;

  private final List<FrameHeader> frames = new ArrayList<>();
  private boolean hasCodestream;

  private Jpeg2000File() {}

  static boolean begins(CodestreamInput input) {
    return Jpeg2000Codestream.begins(input) || beginsWithSignature(input);
  }

  private static boolean beginsWithSignature(CodestreamInput input) {
    return input.startsWith(0, 0, 0, 12, 'j', 'P', ' ', ' ', 0x0D, 0x0A, 0x87, 0x0A);
  }

  /** All declarations of a size, at least one. */
  static List<FrameHeader> frames(CodestreamInput input) throws CodestreamException {
    Jpeg2000File file = new Jpeg2000File();
    if (beginsWithSignature(input)) {
      file.boxes(input, /* top= */ true);
      if (!file.hasCodestream) {
        throw new CodestreamException("it holds no image");
      }
      return file.frames;
    }
    while (Jpeg2000Codestream.begins(input)) {
      file.frames.add(Jpeg2000Codestream.frame(input));
      input.skipZeros();
    }
    return file.frames;
  }

  private void boxes(CodestreamInput input, boolean top) throws CodestreamException {
    while (input.remaining() > 0) {
      if (top && hasCodestream && isPadding(input)) {
        return;
      }
      long length = input.u32();
      int type = (int) input.u32();
      long content = length - 8;
      if (length == 1) {
        content = extended(input) - 16;
      } else if (length == 0) {
        content = input.remaining();
      }
      box(type, input.slice(content), top);
    }
  }

  private static long extended(CodestreamInput input) throws CodestreamException {
    long high = input.u32();
    long low = input.u32();
    return high == 0 ? low : Long.MAX_VALUE;
  }

  /** One byte makes the length even; fewer bytes than a box has are none. */
  private static boolean isPadding(CodestreamInput input) {
    return input.remaining() < 8;
  }

  private void box(int type, CodestreamInput content, boolean top) throws CodestreamException {
    switch (type) {
      case HEADER -> {
        if (!top) {
          throw new CodestreamException("a header box of it lies in another");
        }
        boxes(content, /* top= */ false);
      }
      case IMAGE_HEADER -> imageHeader(content);
      case CODESTREAM -> {
        if (!Jpeg2000Codestream.begins(content)) {
          throw new CodestreamException("its codestream box holds no codestream");
        }
        frames.add(Jpeg2000Codestream.frame(content));
        hasCodestream = true;
      }
      case PALETTE, COMPONENT_MAPPING ->
          throw new CodestreamException("it has a palette, which no film has");
      default -> {
        // Colour, resolution and what others put there do not change the size.
      }
    }
  }

  private void imageHeader(CodestreamInput content) throws CodestreamException {
    long height = content.u32();
    long width = content.u32();
    int components = content.u16();
    int bits = content.u8();
    if (bits != VARIOUS_BITS) {
      frames.add(new FrameHeader(width, height, components, (bits & 0x7F) + 1));
    } else if (components != 1) {
      throw new CodestreamException("its components have different bits");
    }
  }
}
