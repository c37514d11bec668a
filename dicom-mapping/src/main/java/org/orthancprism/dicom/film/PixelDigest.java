// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;

/**
 * A digest of an image's stored values and their layout alone, by which the image is known whatever
 * its header says, in whatever lossless transfer syntax and however many bits it is kept.
 *
 * @param hex SHA-256, 64 hexadecimal digits
 */
public record PixelDigest(String hex) {

  private static final int BLOCK = 1 << 15;

  public PixelDigest {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("no digest of pixels: " + hex);
    }
  }

  /** That of a single-frame grayscale image. */
  public static PixelDigest of(StoredPixels pixels) {
    MessageDigest digest = begin("gray", pixels.rows(), pixels.columns());
    short[] words = pixels.words();
    ByteBuffer block = ByteBuffer.allocate(2 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < words.length; from += BLOCK) {
      int count = Math.min(BLOCK, words.length - from);
      block.clear();
      block.asShortBuffer().put(words, from, count);
      digest.update(block.array(), 0, 2 * count);
    }
    return new PixelDigest(Hex.encodeHexString(digest.digest()));
  }

  /** That of an object; empty where it has no pixels, or compressed ones. */
  public static Optional<PixelDigest> of(DicomObject object) {
    Dataset dataset = object.dataset();
    Optional<byte[]> pixels = dataset.bytes(Tag.PIXEL_DATA);
    if (pixels.isEmpty()) {
      return Optional.empty();
    }
    int frames = dataset.integer(Tag.NUMBER_OF_FRAMES).orElse(1);
    int samples = dataset.integer(Tag.SAMPLES_PER_PIXEL).orElse(1);
    if (frames == 1 && samples == 1) {
      try {
        return Optional.of(of(NativePixels.read(object)));
      } catch (FilmException e) {
        // Its attributes contradict its pixels: no result has such.
        return Optional.empty();
      }
    }
    MessageDigest digest =
        begin(
            frames + " frames of " + samples + " samples",
            dataset.integer(Tag.ROWS).orElse(0),
            dataset.integer(Tag.COLUMNS).orElse(0));
    return Optional.of(new PixelDigest(Hex.encodeHexString(digest.digest(pixels.get()))));
  }

  private static MessageDigest begin(String kind, int rows, int columns) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    String layout = kind + "\n" + rows + "\n" + columns + "\n";
    digest.update(layout.getBytes(StandardCharsets.US_ASCII));
    return digest;
  }
}
