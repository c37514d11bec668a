// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.PixelDescription;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.TransferSyntax;

/** Whether the values of a native Pixel Data element are all there. */
final class PixelDataLength {

  private PixelDataLength() {}

  static void check(Dataset dataset, TransferSyntax syntax) throws DicomFormatException {
    Attribute pixelData = dataset.get(Tag.PIXEL_DATA).orElse(null);
    if (pixelData instanceof Attribute.Fragments && !syntax.isEncapsulated()) {
      throw new DicomFormatException(
          "Pixel Data are compressed, but the transfer syntax " + syntax.uid() + " is not");
    }
    if (pixelData instanceof Attribute.Binary binary
        && !binary.isEmpty()
        && binary.value().length < expected(dataset)) {
      throw new DicomFormatException(
          "the file is cut off: Pixel Data have "
              + binary.value().length
              + " bytes, Rows and Columns need "
              + (long) expected(dataset)
              + "; send it again");
    }
  }

  /** Bytes that the Image Pixel module announces; a double, as hostile values overflow a long. */
  private static double expected(Dataset dataset) {
    double samples = PixelDescription.samplesPerPixel(dataset);
    String photometric = PixelDescription.photometricInterpretation(dataset);
    if (photometric.endsWith("_422")) {
      samples = 2;
    }
    return Math.floor(
        dataset.integer(Tag.ROWS).orElse(0)
            * (double) dataset.integer(Tag.COLUMNS).orElse(0)
            * PixelDescription.numberOfFrames(dataset)
            * samples
            * dataset.integer(Tag.BITS_ALLOCATED).orElse(0)
            / 8);
  }
}
