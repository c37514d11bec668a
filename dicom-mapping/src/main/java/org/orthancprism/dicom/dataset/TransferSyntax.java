// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

import java.util.Objects;
import java.util.Optional;

/**
 * How a dataset is encoded.
 *
 * @param uid the transfer syntax's UID
 * @param encoding byte order, kind of VR, and whether all of the dataset or its pixel data are
 *     compressed
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#chapter_10">PS3.5
 *     chapter 10</a>
 */
public record TransferSyntax(String uid, Encoding encoding) {

  /** The ways in which a dataset can be encoded. */
  public enum Encoding {
    /** PS3.5 A.1. */
    IMPLICIT_LITTLE_ENDIAN,
    /** PS3.5 A.2. */
    EXPLICIT_LITTLE_ENDIAN,
    /** PS3.5 A.3, retired. */
    EXPLICIT_BIG_ENDIAN,
    /** PS3.5 A.5. */
    DEFLATED,
    /** PS3.5 A.4: explicit little endian with compressed pixel data. */
    ENCAPSULATED
  }

  public static final TransferSyntax IMPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax("1.2.840.10008.1.2", Encoding.IMPLICIT_LITTLE_ENDIAN);
  public static final TransferSyntax EXPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax("1.2.840.10008.1.2.1", Encoding.EXPLICIT_LITTLE_ENDIAN);
  public static final TransferSyntax EXPLICIT_VR_BIG_ENDIAN =
      new TransferSyntax("1.2.840.10008.1.2.2", Encoding.EXPLICIT_BIG_ENDIAN);
  public static final TransferSyntax DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN =
      new TransferSyntax("1.2.840.10008.1.2.1.99", Encoding.DEFLATED);

  /** Pixel data in fragments that are not compressed (PS3.5 A.4.11): read as if they had none. */
  public static final TransferSyntax ENCAPSULATED_UNCOMPRESSED =
      new TransferSyntax("1.2.840.10008.1.2.1.98", Encoding.EXPLICIT_LITTLE_ENDIAN);

  /** GE's own: implicit VR little endian, but for the words of the pixel data. */
  public static final TransferSyntax GE_BIG_ENDIAN_PIXELS =
      new TransferSyntax("1.2.840.113619.5.2", Encoding.IMPLICIT_LITTLE_ENDIAN);

  private static final String COMPRESSED_IMAGES = "1.2.840.10008.1.2.4.";
  private static final String RLE_LOSSLESS = "1.2.840.10008.1.2.5";
  private static final String DEFLATED_IMAGE_FRAME = "1.2.840.10008.1.2.8.1";

  public TransferSyntax {
    Objects.requireNonNull(uid, "uid");
    Objects.requireNonNull(encoding, "encoding");
  }

  /** The transfer syntax of a UID, if it is one whose encoding is known. */
  public static Optional<TransferSyntax> of(String uid) {
    for (TransferSyntax known :
        new TransferSyntax[] {
          IMPLICIT_VR_LITTLE_ENDIAN,
          EXPLICIT_VR_LITTLE_ENDIAN,
          EXPLICIT_VR_BIG_ENDIAN,
          DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
          ENCAPSULATED_UNCOMPRESSED,
          GE_BIG_ENDIAN_PIXELS
        }) {
      if (known.uid.equals(uid)) {
        return Optional.of(known);
      }
    }
    boolean encapsulated =
        uid.startsWith(COMPRESSED_IMAGES)
            || uid.equals(RLE_LOSSLESS)
            || uid.equals(DEFLATED_IMAGE_FRAME);
    return encapsulated
        ? Optional.of(new TransferSyntax(uid, Encoding.ENCAPSULATED))
        : Optional.empty();
  }

  /** Whether pixel data are compressed. */
  public boolean isEncapsulated() {
    return encoding == Encoding.ENCAPSULATED;
  }

  /**
   * Whether images in this transfer syntax have lost information for certain: JPEG Baseline and
   * Extended, near-lossless JPEG-LS. JPEG 2000's general syntaxes may be either.
   */
  public boolean isAlwaysLossy() {
    return uid.equals(COMPRESSED_IMAGES + "50")
        || uid.equals(COMPRESSED_IMAGES + "51")
        || uid.equals(COMPRESSED_IMAGES + "81");
  }
}
