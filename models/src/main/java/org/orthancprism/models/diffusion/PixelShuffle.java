// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

/**
 * Folds squares of pixels into channels and back, in the order of torch's {@code pixel_unshuffle}
 * and {@code pixel_shuffle} (arXiv 1609.05158): channel {@code factor * dy + dx}.
 *
 * @param factor side of the squares in pixels, at least 1
 */
record PixelShuffle(int factor) {

  PixelShuffle {
    if (factor < 1) {
      throw new IllegalArgumentException("pixels are folded by at least 1, not " + factor);
    }
  }

  /** Channels that one plane is folded into. */
  int channels() {
    return factor * factor;
  }

  /**
   * Folds a plane into channels of smaller size.
   *
   * @param plane row-major, rows and columns multiples of the factor
   * @param target array that gets the channels, one after the other
   * @param offset where the first channel begins in it
   */
  void fold(float[] plane, int rows, int columns, float[] target, int offset) {
    for (int i = 0; i < rows * columns; i++) {
      target[offset + place(i, rows, columns)] = plane[i];
    }
  }

  /** The plane whose channels start at an offset of an array. */
  float[] unfold(float[] source, int offset, int rows, int columns) {
    float[] plane = new float[rows * columns];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = source[offset + place(i, rows, columns)];
    }
    return plane;
  }

  /** The index of a plane's pixel among the channels. */
  private int place(int pixel, int rows, int columns) {
    int row = pixel / columns;
    int column = pixel % columns;
    int channel = factor * (row % factor) + column % factor;
    int size = rows * columns / channels();
    return channel * size + row / factor * (columns / factor) + column / factor;
  }
}
