// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codestream;

import java.util.List;
import java.util.Optional;

/** The compressions of still images whose headers are read here. */
enum Compression {
  JPEG("JPEG"),
  JPEG_LS("JPEG-LS"),
  JPEG_2000("JPEG 2000"),
  RLE("RLE");

  private static final String IMAGES = "1.2.840.10008.1.2.4.";

  private final String label;

  Compression(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /**
   * The compression of a transfer syntax; empty if it is another, or none.
   *
   * @see <a
   *     href="https://dicom.nema.org/medical/dicom/current/output/html/part06.html#chapter_A">PS3.6
   *     annex A</a>
   */
  static Optional<Compression> of(String transferSyntax) {
    if (transferSyntax.equals("1.2.840.10008.1.2.5")) {
      return Optional.of(RLE);
    }
    if (!transferSyntax.startsWith(IMAGES)) {
      return Optional.empty();
    }
    return switch (transferSyntax.substring(IMAGES.length())) {
      case "50",
          "51",
          "52",
          "53",
          "54",
          "55",
          "56",
          "57",
          "58",
          "59",
          "60",
          "61",
          "62",
          "63",
          "64",
          "65",
          "66",
          "70" ->
          Optional.of(JPEG);
      case "80", "81" -> Optional.of(JPEG_LS);
      case "90", "91", "92", "93", "201", "202", "203" -> Optional.of(JPEG_2000);
      default -> Optional.empty();
    };
  }

  /** Whether bytes begin as such a codestream; never for runs. */
  boolean begins(byte[] bytes) {
    CodestreamInput input = new CodestreamInput(bytes);
    return switch (this) {
      case JPEG, JPEG_LS -> JpegCodestream.begins(input);
      case JPEG_2000 -> Jpeg2000File.begins(input);
      case RLE -> false;
    };
  }

  /** Each size that a codestream declares, at least one; none of runs, which declare none. */
  List<FrameHeader> headers(byte[] bytes) throws CodestreamException {
    CodestreamInput input = new CodestreamInput(bytes);
    return switch (this) {
      case JPEG -> JpegCodestream.frames(input, /* jpegLs= */ false);
      case JPEG_LS -> JpegCodestream.frames(input, /* jpegLs= */ true);
      case JPEG_2000 -> Jpeg2000File.frames(input);
      case RLE -> List.of();
    };
  }

  /** Whether these bytes alone, however they end, declare a size of what is not runs. */
  boolean hasHeader(byte[] bytes) {
    CodestreamInput input = new CodestreamInput(bytes);
    return switch (this) {
      case JPEG, JPEG_LS -> JpegCodestream.hasFrame(input, this == JPEG_LS);
      case JPEG_2000, RLE -> true;
    };
  }
}
