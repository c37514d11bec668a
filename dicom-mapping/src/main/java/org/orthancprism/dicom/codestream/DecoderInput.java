// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codestream;

import java.nio.ByteBuffer;
import java.util.List;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.PixelDescription;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.TransferSyntax;

/**
 * What a decoder of another may be given: a grayscale image of one frame whose pixel data are as
 * its attributes say. Decoders believe either the one or the other, and some end their process
 * where the two differ.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#chapter_8">PS3.5
 *     chapter 8 and A.4</a>
 */
public final class DecoderInput {

  private DecoderInput() {}

  /** What the attributes say of the image. */
  private record Image(int rows, int columns, int bitsAllocated) {

    static Image of(Dataset dataset, long maximumPixels) throws CodestreamException {
      Image image =
          new Image(
              dataset.integer(Tag.ROWS).orElse(0),
              dataset.integer(Tag.COLUMNS).orElse(0),
              dataset.integer(Tag.BITS_ALLOCATED).orElse(0));
      if (image.rows < 1 || image.columns < 1 || image.pixels() > maximumPixels) {
        throw new CodestreamException(
            "an image of " + image.columns + " x " + image.rows + " pixels is not decoded");
      }
      if (image.bitsAllocated != 8 && image.bitsAllocated != 16) {
        throw new CodestreamException("Bits Allocated is " + image.bitsAllocated + ", not 8 or 16");
      }
      if (!PixelDescription.isGrayscale(dataset) || PixelDescription.numberOfFrames(dataset) > 1) {
        throw new CodestreamException("the image is not grayscale, or has several frames");
      }
      return image;
    }

    boolean matches(FrameHeader frame) {
      return frame.width() == columns
          && frame.height() == rows
          && frame.components() == 1
          && (frame.bits() + 7) / 8 == bytesPerPixel();
    }

    int bytesPerPixel() {
      return bitsAllocated / 8;
    }

    long pixels() {
      return (long) rows * columns;
    }

    @Override
    public String toString() {
      return columns + " x " + rows + " pixels of " + bitsAllocated + " bits";
    }
  }

  /**
   * Checks an image.
   *
   * @param object an image, as it was read
   * @param maximumPixels most pixels that it may have
   * @throws CodestreamException if a decoder must not be given it
   */
  public static void check(DicomObject object, long maximumPixels) throws CodestreamException {
    Image image = Image.of(object.dataset(), maximumPixels);
    Attribute pixelData = object.dataset().get(Tag.PIXEL_DATA).orElse(null);
    if (pixelData instanceof Attribute.Fragments fragments) {
      checkCompressed(image, object.transferSyntax().uid(), fragments.fragments());
    } else if (pixelData instanceof Attribute.Binary binary) {
      checkSyntax(object.transferSyntax());
      if (binary.value().length < image.pixels() * image.bytesPerPixel()) {
        throw new CodestreamException(
            "Pixel Data are shorter than Rows x Columns need; send the film again");
      }
    } else {
      throw new CodestreamException("there are no Pixel Data");
    }
  }

  private static void checkSyntax(TransferSyntax syntax) throws CodestreamException {
    if (syntax.isEncapsulated()) {
      throw new CodestreamException(
          "Pixel Data are not compressed, but the transfer syntax says they are");
    }
    if (syntax.equals(TransferSyntax.ENCAPSULATED_UNCOMPRESSED)) {
      throw notDecoded(syntax.uid());
    }
  }

  private static CodestreamException notDecoded(String transferSyntax) {
    return new CodestreamException("the transfer syntax " + transferSyntax + " is not decoded");
  }

  private static void checkCompressed(Image image, String transferSyntax, List<byte[]> items)
      throws CodestreamException {
    Compression compression =
        Compression.of(transferSyntax).orElseThrow(() -> notDecoded(transferSyntax));
    List<byte[]> data = items.subList(Math.min(1, items.size()), items.size());
    byte[] stream = joined(data);
    if (compression == Compression.RLE) {
      RleFrame.check(stream, image.bytesPerPixel(), image.pixels());
      return;
    }
    if (!compression.begins(stream)) {
      throw new CodestreamException("Pixel Data do not begin as " + compression.label() + " does");
    }
    for (FrameHeader frame : compression.headers(stream)) {
      if (!image.matches(frame)) {
        throw new CodestreamException(
            "the codestream has "
                + frame
                + ", the attributes say "
                + image
                + "; send the film again");
      }
    }
    checkFragments(compression, data);
  }

  /**
   * Decoders differ in where they look: in the fragments in a row, or for the header in the first
   * alone.
   */
  private static void checkFragments(Compression compression, List<byte[]> data)
      throws CodestreamException {
    if (data.stream().filter(compression::begins).count() > 1) {
      throw new CodestreamException("Pixel Data hold several images for one frame");
    }
    if (data.size() > 1 && !compression.hasHeader(data.get(0))) {
      throw new CodestreamException("the first fragment does not hold the header of the image");
    }
  }

  private static byte[] joined(List<byte[]> data) {
    if (data.size() == 1) {
      return data.get(0);
    }
    ByteBuffer all = ByteBuffer.allocate(data.stream().mapToInt(part -> part.length).sum());
    data.forEach(all::put);
    return all.array();
  }
}
