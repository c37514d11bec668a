// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.display.GrayscaleDisplay;
import org.orthancprism.dicom.version.FilmVersion;

/**
 * A film with its attributes, its stored values and the way from those to the display and back.
 *
 * <p>Luminance is what the film's own grayscale pipeline shows (PS3.4 N.2), but unclipped: values
 * outside of a linear window lie below 0 or above 1. A VOI LUT or a sigmoid stays within 0 and 1.
 */
public final class Radiograph {
  private static final float[] NO_WEIGHTS = new float[1 << 12];

  private final DicomObject object;
  private final ImagePixel image;
  private final StoredPixels pixels;
  private final DisplayShutter shutter;
  private final DisplayTransform display;
  private final DisplayTransform forModels;
  private final ValueRange range;
  private final Supplier<FilmVersion> version;

  private Radiograph(
      DicomObject object,
      ImagePixel image,
      StoredPixels pixels,
      DisplayShutter shutter,
      DisplayTransform display,
      DisplayTransform forModels,
      Supplier<FilmVersion> version) {
    this.object = object;
    this.image = image;
    this.pixels = pixels;
    this.shutter = shutter;
    this.display = display;
    this.forModels = forModels;
    this.range = ValueRange.shown(pixels, display);
    this.version = version;
  }

  /** The same film, whose version is known: to find it out reads all pixels once more. */
  public Radiograph known(FilmVersion as) {
    return new Radiograph(object, image, pixels, shutter, display, forModels, () -> as);
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
    StoredPixels signed = withSign(pixels, image);
    DisplayShutter shutter = DisplayShutter.of(dataset, image.rows(), image.columns());
    DisplayTransform display = DisplayTransform.shown(dataset, image, signed);
    return new Radiograph(
        object,
        image,
        signed,
        shutter,
        display,
        display.forModels(dataset, shutter, signed),
        () -> FilmVersion.of(dataset));
  }

  private static StoredPixels withSign(StoredPixels pixels, ImagePixel image) {
    short[] words = pixels.words();
    if (image.holds(words)) {
      return pixels.isSigned() == image.signed()
          ? pixels
          : new StoredPixels(pixels.rows(), pixels.columns(), image.signed(), words);
    }
    short[] extended = new short[words.length];
    for (int i = 0; i < words.length; i++) {
      extended[i] = (short) image.extend(words[i]);
    }
    return new StoredPixels(pixels.rows(), pixels.columns(), image.signed(), extended);
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

  /**
   * Which film it is, as it is now.
   *
   * @throws IllegalArgumentException if it has no SOP Instance UID
   */
  public FilmVersion version() {
    return version.get();
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
   * Luminance of every pixel, row-major, as it is displayed: 0 is black and 1 is white as the
   * film's own window shows it, or from its least to its greatest value where it states none. Pixel
   * padding and what a display shutter covers are 0, as they are shown.
   */
  public float[] luminance() {
    return covered(display.luminance(pixels));
  }

  /**
   * Luminance of every pixel as models see it, row-major: {@link #luminance}, but for a film that
   * states neither window nor table and has few values far from all others. Its luminance goes from
   * 0 to 1 between the 0.5th and the 99.5th percentile of what is seen, and beyond for those few.
   */
  public float[] modelLuminance() {
    return covered(forModels.luminance(pixels));
  }

  private float[] covered(float[] luminance) {
    shutter.cover(luminance);
    return luminance;
  }

  /** Luminance of one value that can be stored. */
  public float luminanceOf(int storedValue) {
    return display.luminance(storedValue);
  }

  /**
   * The stored value that the film's own window shows with this luminance, or the nearest of the
   * film's own range; never padding.
   */
  public int storedValueOf(float luminance) {
    return range.clamped(display.storedValue(luminance, image.minimum()));
  }

  /** How the film says that it is shown. */
  public GrayscaleDisplay display() {
    return display.display();
  }

  /** What pads the film. */
  public Optional<PixelPadding> padding() {
    return display.padding();
  }

  /**
   * Luminance of one row, as if no shutter covered it.
   *
   * @param row the row, from 0
   * @param luminance receives {@code columns} values
   */
  public void luminanceOfRow(int row, float[] luminance) {
    display.luminance(pixels, row * pixels.columns(), luminance);
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
   * The inverse of {@link #modelLuminance}.
   *
   * <p>No value lies beyond those that the film shows anywhere: a viewer that shows an image from
   * its least to its greatest value would show all of it otherwise.
   *
   * @param luminance row-major, {@code rows * columns} values; any finite value, clamped to what
   *     the film shows somewhere
   * @param weights row-major, {@code rows * columns} values; where one is 0, and where the source
   *     is padding or covered by a shutter, the source's stored value is kept
   * @return stored values; none of them a padding value that the source does not have there
   * @throws IllegalArgumentException if there are too few or too many values, or one that is needed
   *     is not finite
   */
  public StoredPixels storedValues(float[] luminance, float[] weights) {
    if (luminance.length != pixels.size() || weights.length != pixels.size()) {
      throw new IllegalArgumentException(
          "luminance and weights must have " + pixels.size() + " values each");
    }
    short[] words = pixels.words().clone();
    PixelBands.of(words.length, (from, to) -> putLuminance(luminance, weights, words, from, to));
    return new StoredPixels(pixels.rows(), pixels.columns(), pixels.isSigned(), words);
  }

  private void putLuminance(float[] luminance, float[] weights, short[] words, int from, int to) {
    boolean mayBeCovered = shutter.covers(from, to);
    for (int i = nextWeight(weights, from, to); i < to; i = nextWeight(weights, i + 1, to)) {
      int source = pixels.value(i);
      if (display.isPadding(source) || (mayBeCovered && shutter.covers(i))) {
        continue;
      }
      if (!Float.isFinite(luminance[i])) {
        throw new IllegalArgumentException("the luminance of pixel " + i + " is not finite");
      }
      words[i] = (short) range.clamped(forModels.storedValue(luminance[i], source));
    }
  }

  /** The next pixel whose weight is not 0: most of a film has none, and is passed over in leaps. */
  private static int nextWeight(float[] weights, int from, int to) {
    int next = from;
    while (next < to && weights[next] == 0) {
      int leap = Math.min(NO_WEIGHTS.length, to - next);
      int difference = Arrays.mismatch(weights, next, next + leap, NO_WEIGHTS, 0, leap);
      // A negative zero differs, and is one.
      next += difference < 0 ? leap : Math.max(1, difference);
    }
    return next;
  }

  /** Whether all of these values fit Bits Stored. */
  public boolean canStore(StoredPixels values) {
    return values.isSigned() == image.signed() && image.holds(values.words());
  }
}
