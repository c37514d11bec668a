// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;

/**
 * Reads pixel data that are not compressed.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#sect_8.1.1">PS3.5
 *     8.1.1</a>
 */
public final class NativePixels {

  private NativePixels() {}

  /** Whether the object's pixel data are there and not compressed. */
  public static boolean isNative(DicomObject object) {
    return object.dataset().get(Tag.PIXEL_DATA).orElse(null) instanceof Attribute.Binary;
  }

  /**
   * The stored values of a single-frame grayscale image.
   *
   * @throws FilmException if there are no pixel data, or compressed ones, or they do not match the
   *     Image Pixel module
   */
  public static StoredPixels read(DicomObject object) throws FilmException {
    Dataset dataset = object.dataset();
    ImagePixel image = ImagePixel.of(dataset);
    byte[] bytes = pixelData(dataset);
    int count = image.rows() * image.columns();
    if (bytes.length < (long) count * image.bitsAllocated() / 8) {
      throw FilmException.about(
          dataset, "Pixel Data is shorter than Rows x Columns need; send the film again");
    }
    short[] words = new short[count];
    PixelBands.of(count, (from, to) -> readCells(bytes, image, words, from, to));
    ImagePixel fitting = image.fitting(words);
    if (fitting.bitsStored() < Short.SIZE) {
      PixelBands.of(count, (from, to) -> takeValues(fitting, words, from, to));
    }
    return new StoredPixels(image.rows(), image.columns(), image.signed(), words);
  }

  private static void readCells(byte[] bytes, ImagePixel image, short[] words, int from, int to) {
    if (image.bitsAllocated() == 8) {
      for (int i = from; i < to; i++) {
        words[i] = bytes[i];
      }
      return;
    }
    ShortBuffer cells = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    cells.get(from, words, from, to - from);
  }

  private static void takeValues(ImagePixel image, short[] words, int from, int to) {
    for (int i = from; i < to; i++) {
      words[i] = (short) image.storedValue(words[i]);
    }
  }

  private static byte[] pixelData(Dataset dataset) throws FilmException {
    Attribute attribute = dataset.get(Tag.PIXEL_DATA).orElse(null);
    if (attribute instanceof Attribute.Binary binary && !binary.isEmpty()) {
      return binary.value();
    }
    if (attribute instanceof Attribute.Fragments) {
      throw FilmException.about(dataset, "Pixel Data is compressed; have it decoded first");
    }
    throw FilmException.about(dataset, "there is no Pixel Data");
  }
}
