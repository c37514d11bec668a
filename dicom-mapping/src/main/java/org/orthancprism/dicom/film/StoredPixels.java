// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.Objects;

/**
 * The stored values of a single-frame grayscale image, decompressed. They are kept as words of 16
 * bits, from the file to the image that is made, since a film has millions of them.
 */
public final class StoredPixels {
  private static final int LEAST = Short.MIN_VALUE;
  private static final int MOST = 0xFFFF;

  private final int rows;
  private final int columns;
  private final boolean signed;
  private final short[] words;

  /**
   * Wraps words.
   *
   * @param rows number of rows, at least 1
   * @param columns number of columns, at least 1
   * @param signed whether the words are two's complement
   * @param words row-major; owned by the pixels from now on
   * @throws IllegalArgumentException if the numbers do not fit together
   */
  public StoredPixels(int rows, int columns, boolean signed, short[] words) {
    Objects.requireNonNull(words, "words");
    if (rows < 1 || columns < 1 || (long) rows * columns != words.length) {
      throw new IllegalArgumentException(
          rows + " x " + columns + " pixels are not " + words.length + " values");
    }
    this.rows = rows;
    this.columns = columns;
    this.signed = signed;
    this.words = words;
  }

  /**
   * Takes over values, which are signed if one is below 0.
   *
   * @param rows number of rows, at least 1
   * @param columns number of columns, at least 1
   * @param values row-major stored values of at most 16 bits
   * @throws IllegalArgumentException if the numbers do not fit together or a value is too large
   */
  public StoredPixels(int rows, int columns, int[] values) {
    this(rows, columns, isSigned(values), words(values));
  }

  /**
   * Stores a film: black as 0, white as the greatest value of the bits.
   *
   * @param rows number of rows, at least 1
   * @param columns number of columns, at least 1
   * @param luminance row-major, 0 black and 1 white; what is beyond is cut
   * @param bits bits stored, from 1 to 16
   * @throws IllegalArgumentException if the numbers do not fit together
   */
  public static StoredPixels ofLuminance(int rows, int columns, float[] luminance, int bits) {
    int white = (1 << bits) - 1;
    int[] values = new int[luminance.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(white * Math.max(0f, Math.min(1f, luminance[i])));
    }
    return new StoredPixels(rows, columns, values);
  }

  private static boolean isSigned(int[] values) {
    int least = 0;
    int most = 0;
    for (int value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    if (least < LEAST || most > (least < 0 ? Short.MAX_VALUE : MOST)) {
      throw new IllegalArgumentException(
          "stored values from " + least + " to " + most + " do not fit 16 bits");
    }
    return least < 0;
  }

  private static short[] words(int[] values) {
    short[] words = new short[values.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = (short) values[i];
    }
    return words;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** Number of pixels. */
  public int size() {
    return words.length;
  }

  /** Whether values are two's complement. */
  public boolean isSigned() {
    return signed;
  }

  /**
   * The stored value of a pixel.
   *
   * @param pixel its row-major index
   */
  public int value(int pixel) {
    return signed ? words[pixel] : words[pixel] & MOST;
  }

  /** The least of all values. */
  public int least() {
    int least = MOST;
    for (int i = 0; i < words.length; i++) {
      least = Math.min(least, value(i));
    }
    return least;
  }

  /** The greatest of all values. */
  public int greatest() {
    int greatest = LEAST;
    for (int i = 0; i < words.length; i++) {
      greatest = Math.max(greatest, value(i));
    }
    return greatest;
  }

  /** Row-major stored values, in an array of the caller's own. */
  public int[] values() {
    int[] values = new int[words.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(i);
    }
    return values;
  }

  /** Row-major stored values as their 16 bits, not to be changed by the reader. */
  public short[] words() {
    return words;
  }
}
