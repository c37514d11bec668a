// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;

/**
 * A film with its attributes, its stored values and the way from those to the display and back.
 *
 * <p>Luminance is what the film's own grayscale pipeline shows (PS3.4 N.2), but unclipped: values
 * outside of a linear window lie below 0 or above 1. A VOI LUT or a sigmoid stays within 0 and 1.
 */
public final class Radiograph {
  private final DicomObject object;
  private final ImagePixel image;
  private final StoredPixels pixels;
  private final DisplayShutter shutter;
  private final DisplayTransform display;

  private Radiograph(
      DicomObject object,
      ImagePixel image,
      StoredPixels pixels,
      DisplayShutter shutter,
      DisplayTransform display) {
    this.object = object;
    this.image = image;
    this.pixels = pixels;
    this.shutter = shutter;
    this.display = display;
  }

  /**
   * A film whose transfer syntax is not known.
   *
   * @throws FilmException if attributes and pixels contradict each other
   */
  public static Radiograph of(Dataset dataset, StoredPixels pixels) throws FilmException {
    return of(DicomObject.of(dataset), pixels);
  }

  /**
   * A film.
   *
   * @param object the film as it was read
   * @param pixels its stored values; signed ones may come as their bits
   * @throws FilmException if attributes and pixels contradict each other
   */
  public static Radiograph of(DicomObject object, StoredPixels pixels) throws FilmException {
    Dataset dataset = object.dataset();
    ImagePixel image = ImagePixel.of(dataset);
    if (image.rows() != pixels.rows() || image.columns() != pixels.columns()) {
      throw FilmException.about(
          dataset,
          String.format(
              "Rows and Columns are %d x %d, the decoded image is %d x %d",
              image.rows(), image.columns(), pixels.rows(), pixels.columns()));
    }
    int[] values = withSign(pixels.values(), image);
    StoredPixels signed = new StoredPixels(pixels.rows(), pixels.columns(), values);
    DisplayShutter shutter = DisplayShutter.of(dataset, image.rows(), image.columns());
    return new Radiograph(
        object, image, signed, shutter, DisplayTransform.of(dataset, image, shutter, values));
  }

  /** The values themselves where they have their sign already. */
  private static int[] withSign(int[] values, ImagePixel image) {
    int least = image.minimum();
    int most = image.maximum();
    int outside = 0;
    for (int value : values) {
      outside |= value - least | most - value;
    }
    if (outside >= 0) {
      return values;
    }
    int[] extended = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      extended[i] = image.extend(values[i]);
    }
    return extended;
  }

  /** Number of rows. */
  public int rows() {
    return pixels.rows();
  }

  /** Number of columns. */
  public int columns() {
    return pixels.columns();
  }

  /** The film as it was read. */
  public DicomObject object() {
    return object;
  }

  /** The film's attributes. */
  public Dataset dataset() {
    return object.dataset();
  }

  /** The stored values, with their sign. */
  public StoredPixels pixels() {
    return pixels;
  }

  /** The smallest value that can be stored. */
  public int minimumStoredValue() {
    return image.minimum();
  }

  /** The largest value that can be stored. */
  public int maximumStoredValue() {
    return image.maximum();
  }

  /** Bits Stored, 1 to 16. */
  public int bitsStored() {
    return image.bitsStored();
  }

  /** Whether stored values are two's complement. */
  public boolean isSigned() {
    return image.signed();
  }

  /**
   * Luminance of every pixel, row-major: 0 is black and 1 is white as the film's own window shows
   * it. Pixel padding and what a display shutter covers are 0, as they are shown.
   */
  public float[] luminance() {
    float[] luminance = display.luminance(pixels.values());
    shutter.cover(luminance);
    return luminance;
  }

  /** Luminance of one value that can be stored. */
  public float luminanceOf(int storedValue) {
    return display.luminance(storedValue);
  }

  /** The stored value that the film's own window shows with this luminance; never padding. */
  public int storedValueOf(float luminance) {
    return display.storedValue(luminance, image.minimum());
  }

  /**
   * Luminance of one row, as if no shutter covered it.
   *
   * @param row the row, from 0
   * @param luminance receives {@code columns} values
   */
  public void luminanceOfRow(int row, float[] luminance) {
    display.luminance(pixels.values(), row * pixels.columns(), luminance);
  }

  /** Whether a display shutter covers a pixel, given by its row-major index. */
  public boolean isCovered(int pixel) {
    return shutter.covers(pixel);
  }

  /** Whether a display shutter covers a pixel of these, given by row-major indices. */
  public boolean isCovered(int from, int to) {
    return shutter.covers(from, to);
  }

  /**
   * The inverse of {@link #luminance}.
   *
   * @param luminance row-major, {@code rows * columns} values; any finite value, clamped to what
   *     can be stored
   * @param weights row-major, {@code rows * columns} values; where one is 0, and where the source
   *     is padding or covered by a shutter, the source's stored value is kept
   * @return stored values, row-major; none of them a padding value that the source does not have
   *     there
   * @throws IllegalArgumentException if there are too few or too many values, or one that is needed
   *     is not finite
   */
  public int[] storedValues(float[] luminance, float[] weights) {
    int[] source = pixels.values();
    if (luminance.length != source.length || weights.length != source.length) {
      throw new IllegalArgumentException(
          "luminance and weights must have " + source.length + " values each");
    }
    int[] result = source.clone();
    PixelBands.of(result.length, (from, to) -> putLuminance(luminance, weights, result, from, to));
    return result;
  }

  private void putLuminance(float[] luminance, float[] weights, int[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (weights[i] != 0) {
        values[i] = storedValue(i, luminance[i], values[i]);
      }
    }
  }

  private int storedValue(int pixel, float luminance, int source) {
    if (shutter.covers(pixel) || display.isPadding(source)) {
      return source;
    }
    if (!Float.isFinite(luminance)) {
      throw new IllegalArgumentException("the luminance of pixel " + pixel + " is not finite");
    }
    return display.storedValue(luminance, source);
  }
}
