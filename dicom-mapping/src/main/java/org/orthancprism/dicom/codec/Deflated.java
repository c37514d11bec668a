// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.io.ByteArrayOutputStream;
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

  /** What the bytes were before they were deflated (RFC 1951). */
  static byte[] inflate(byte[] deflated, int maximum) throws DicomFormatException {
    Inflater inflater = new Inflater(/* nowrap= */ !hasZlibHeader(deflated));
    try {
      inflater.setInput(deflated);
      ByteArrayOutputStream inflated = new ByteArrayOutputStream();
      byte[] chunk = new byte[1 << 16];
      while (!inflater.finished()) {
        int count = inflater.inflate(chunk);
        if (count == 0 && !inflater.finished()) {
          throw new DicomFormatException("the file is cut off inside of its deflated dataset");
        }
        if (inflated.size() + (long) count > maximum) {
          throw new DicomFormatException(
              "the deflated dataset grows beyond " + maximum + " bytes, more than any radiograph");
        }
        inflated.write(chunk, 0, count);
      }
      return inflated.toByteArray();
    } catch (DataFormatException cause) {
      throw new DicomFormatException("the deflated dataset is damaged", cause);
    } finally {
      inflater.end();
    }
  }

  /** Some writers leave the header of RFC 1950 before the stream; 0x78 begins no usual block. */
  private static boolean hasZlibHeader(byte[] deflated) {
    return deflated.length > 2
        && deflated[0] == 0x78
        && (deflated[0] << 8 | (deflated[1] & 0xFF)) % 31 == 0;
  }
}
