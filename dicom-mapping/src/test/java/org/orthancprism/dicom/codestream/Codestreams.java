// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codestream;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.TransferSyntax;
import org.orthancprism.dicom.dataset.Vr;

/** Codestreams of a few bytes that declare whatever is asked for, and images that hold them. */
final class Codestreams {
  static final String JPEG_BASELINE = "1.2.840.10008.1.2.4.50";
  static final String JPEG_EXTENDED = "1.2.840.10008.1.2.4.51";
  static final String JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70";
  static final String JPEG_LS = "1.2.840.10008.1.2.4.80";
  static final String JPEG_2000 = "1.2.840.10008.1.2.4.90";
  static final String RLE = "1.2.840.10008.1.2.5";

  private Codestreams() {}

  /** Bytes that are written one after the other, most significant first. */
  static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes u8(int... values) {
      for (int value : values) {
        out.write(value);
      }
      return this;
    }

    Bytes u16(int... values) {
      for (int value : values) {
        u8(value >> 8, value);
      }
      return this;
    }

    Bytes u32(long... values) {
      for (long value : values) {
        u16((int) (value >> 16), (int) value);
      }
      return this;
    }

    Bytes text(String ascii) {
      ascii.chars().forEach(this::u8);
      return this;
    }

    Bytes add(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    byte[] get() {
      return out.toByteArray();
    }
  }

  static byte[] join(byte[]... parts) {
    Bytes all = new Bytes();
    for (byte[] part : parts) {
      all.add(part);
    }
    return all.get();
  }

  /** A frame header of JPEG or JPEG-LS, by the last byte of its marker. */
  static byte[] sof(int marker, int width, int height, int components, int bits) {
    Bytes sof = new Bytes().u8(0xFF, marker).u16(8 + 3 * components).u8(bits).u16(height, width);
    sof.u8(components);
    for (int i = 0; i < components; i++) {
      sof.u8(i + 1, 0x11, 0);
    }
    return sof.get();
  }

  static byte[] segment(int marker, int... content) {
    return new Bytes().u8(0xFF, marker).u16(content.length + 2).u8(content).get();
  }

  static final byte[] SOI = {(byte) 0xFF, (byte) 0xD8};
  static final byte[] EOI = {(byte) 0xFF, (byte) 0xD9};

  /** A scan with stuffed bytes and a restart marker in it. */
  static final byte[] SCAN =
      join(segment(0xDA, 1, 1, 0, 0, 63, 0), new byte[] {5, -1, 0, 6, -1, (byte) 0xD3, 7});

  /** A JPEG whose parts are the segments up to its only scan. */
  static byte[] jpeg(byte[]... segments) {
    return join(SOI, join(segments), SCAN, EOI);
  }

  static byte[] jpeg(int marker, int width, int height, int components, int bits) {
    return jpeg(segment(0xE0, 'J', 'F'), sof(marker, width, height, components, bits));
  }

  /** An image and tile size of JPEG 2000: image and first tile begin at an offset. */
  static byte[] siz(long offset, long width, long height, int components, int bits) {
    return siz(offset, width, height, width, height, components, bits);
  }

  static byte[] siz(
      long offset,
      long width,
      long height,
      long tileWidth,
      long tileHeight,
      int components,
      int bits) {
    Bytes siz =
        new Bytes()
            .u16(0xFF51, 38 + 3 * components, 0)
            .u32(offset + width, offset + height, offset, offset)
            .u32(tileWidth, tileHeight, offset, offset)
            .u16(components);
    for (int i = 0; i < components; i++) {
      siz.u8(bits - 1, 1, 1);
    }
    return siz.get();
  }

  /** A coding style of some layers and levels, with precincts of a size if there is one. */
  static byte[] cod(int layers, int levels, int... precincts) {
    return new Bytes()
        .u16(0xFF52, 12 + precincts.length)
        .u8(precincts.length > 0 ? 1 : 0, 0)
        .u16(layers)
        .u8(0, levels, 4, 4, 0, 1)
        .u8(precincts)
        .get();
  }

  /** A tile-part of some bytes; a length of 0 is written as such. */
  static byte[] tilePart(boolean withLength, byte[] header, int data) {
    int length = 14 + header.length + data;
    return new Bytes()
        .u16(0xFF90, 10, 0)
        .u32(withLength ? length : 0)
        .u8(0, 1)
        .add(header)
        .u16(0xFF93)
        .add(new byte[data])
        .get();
  }

  static byte[] jpeg2000(byte[] siz, byte[]... segments) {
    return join(
        new byte[] {-1, 0x4F},
        siz,
        join(segments),
        segment(0x5C, 0x40, 0x80),
        tilePart(true, new byte[0], 20),
        EOI);
  }

  static byte[] jpeg2000(long width, long height, int components, int bits) {
    return jpeg2000(siz(0, width, height, components, bits), cod(1, 5));
  }

  static byte[] box(String type, byte[] content) {
    return new Bytes().u32(8 + content.length).text(type).add(content).get();
  }

  /** A box whose length has eight bytes. */
  static byte[] longBox(String type, byte[] content) {
    return new Bytes().u32(1).text(type).u32(0, 16 + content.length).add(content).get();
  }

  static final byte[] SIGNATURE =
      join(box("jP  ", new byte[] {0x0D, 0x0A, (byte) 0x87, 0x0A}), box("ftyp", new byte[12]));

  static byte[] imageHeader(long width, long height, int components, int bits) {
    return box("ihdr", new Bytes().u32(height, width).u16(components).u8(bits - 1, 7, 0, 0).get());
  }

  /** Runs of one value, in some segments of some pixels each. */
  static byte[] rle(int segments, int pixels) {
    Bytes runs = new Bytes();
    int[] starts = new int[segments];
    for (int i = 0; i < segments; i++) {
      starts[i] = 64 + runs.get().length;
      for (int left = pixels; left > 0; left -= 128) {
        // A run is at least two bytes long; more than are needed do no harm.
        runs.u8(257 - Math.max(2, Math.min(128, left)), 0x11);
      }
    }
    Bytes header = new Bytes().u32(Integer.toUnsignedLong(Integer.reverseBytes(segments)));
    for (int i = 0; i < 15; i++) {
      int start = i < segments ? starts[i] : 0;
      header.u32(Integer.toUnsignedLong(Integer.reverseBytes(start)));
    }
    return join(header.get(), runs.get());
  }

  /** An image that says 100 x 80 pixels of 16 bits, and holds these fragments. */
  static DicomObject image(String transferSyntax, byte[]... fragments) {
    return image(transferSyntax, 16, fragments);
  }

  static DicomObject image(String transferSyntax, int bitsAllocated, byte[]... fragments) {
    return new DicomObject(
        Dataset.empty(),
        TransferSyntax.of(transferSyntax).orElseThrow(),
        Dataset.of(
            List.of(
                text(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, "MONOCHROME2"),
                number(Tag.SAMPLES_PER_PIXEL, 1),
                number(Tag.ROWS, 80),
                number(Tag.COLUMNS, 100),
                number(Tag.BITS_ALLOCATED, bitsAllocated),
                number(Tag.BITS_STORED, bitsAllocated),
                new Attribute.Fragments(
                    Tag.PIXEL_DATA, Vr.OB, List.of(concat(new byte[0], fragments))))));
  }

  private static byte[][] concat(byte[] first, byte[]... others) {
    byte[][] all = new byte[others.length + 1][];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }

  static Attribute number(Tag tag, int value) {
    return new Attribute.Binary(tag, Vr.US, new byte[] {(byte) value, (byte) (value >> 8)});
  }

  static Attribute text(Tag tag, Vr vr, String value) {
    return new Attribute.Text(tag, vr, List.of(value));
  }
}
