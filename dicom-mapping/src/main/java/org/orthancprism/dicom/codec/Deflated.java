// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Deflated datasets.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#sect_A.5">PS3.5
 *     A.5</a>
 */
final class Deflated {

  private Deflated() {}

  /**
   * What the bytes were before they were deflated (RFC 1951). They are gone through twice, so that
   * memory is taken only once their whole length is known to be below the maximum.
   */
  static byte[] inflate(byte[] deflated, int maximum) throws DicomFormatException {
    byte[] inflated = new byte[lengthOf(deflated, maximum)];
    Inflater inflater = new Inflater(/* nowrap= */ !hasZlibHeader(deflated));
    try {
      inflater.setInput(deflated);
      int length = 0;
      while (length < inflated.length) {
        length += inflater.inflate(inflated, length, inflated.length - length);
      }
      return inflated;
    } catch (DataFormatException cause) {
      throw damaged(cause);
    } finally {
      inflater.end();
    }
  }

  private static int lengthOf(byte[] deflated, int maximum) throws DicomFormatException {
    Inflater inflater = new Inflater(/* nowrap= */ !hasZlibHeader(deflated));
    try {
      inflater.setInput(deflated);
      byte[] chunk = new byte[1 << 16];
      long length = 0;
      while (!inflater.finished()) {
        int count = inflater.inflate(chunk);
        if (count == 0 && !inflater.finished()) {
          throw new DicomFormatException("the file is cut off inside of its deflated dataset");
        }
        length += count;
        if (length > maximum) {
          throw new DicomFormatException(
              "the deflated dataset grows beyond " + maximum + " bytes, more than any radiograph");
        }
      }
      return (int) length;
    } catch (DataFormatException cause) {
      throw damaged(cause);
    } finally {
      inflater.end();
    }
  }

  private static DicomFormatException damaged(DataFormatException cause) {
    return new DicomFormatException("the deflated dataset is damaged", cause);
  }

  /** Some writers leave the header of RFC 1950 before the stream; 0x78 begins no usual block. */
  private static boolean hasZlibHeader(byte[] deflated) {
    return deflated.length > 2
        && deflated[0] == 0x78
        && (deflated[0] << 8 | (deflated[1] & 0xFF)) % 31 == 0;
  }
}
