// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;

/** A film with its attributes, its stored values and the way from those to the display and back. */
public final class Radiograph {
  private final DicomObject object;
  private final StoredPixels pixels;

  private Radiograph(DicomObject object, StoredPixels pixels) {
    this.object = object;
    this.pixels = pixels;
  }

  /** A film whose transfer syntax is not known. */
  public static Radiograph of(Dataset dataset, StoredPixels pixels) throws FilmException {
    return of(DicomObject.of(dataset), pixels);
  }

  /**
   * A film.
   *
   * @throws FilmException if attributes and pixels contradict each other
   */
  public static Radiograph of(DicomObject object, StoredPixels pixels) throws FilmException {
    return new Radiograph(object, pixels);
  }

  /** Number of rows. */
  public int rows() {
    return pixels.rows();
  }

  /** Number of columns. */
  public int columns() {
    return pixels.columns();
  }

  /** The source's attributes. */
  public Dataset dataset() {
    return object.dataset();
  }

  /** The stored values, with their sign. */
  public StoredPixels pixels() {
    return pixels;
  }

  /**
   * Luminance of every pixel, row-major: 0 is black and 1 is white as the film's own window shows
   * it; values outside of the window lie below 0 or above 1.
   */
  public float[] luminance() {
    return new float[rows() * columns()];
  }

  /**
   * The inverse of {@link #luminance}.
   *
   * @param luminance row-major, {@code rows * columns} values
   * @param weights row-major, {@code rows * columns} values; where one is 0 the source's stored
   *     value is kept
   */
  public int[] storedValues(float[] luminance, float[] weights) {
    return pixels.values().clone();
  }
}
