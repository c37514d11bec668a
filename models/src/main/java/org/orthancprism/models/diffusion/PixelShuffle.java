// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

/**
 * Folds squares of two by two pixels into four channels and back, in the order of torch's {@code
 * pixel_unshuffle} and {@code pixel_shuffle}: channel {@code 2 * dy + dx}.
 */
final class PixelShuffle {

  /** Channels that one plane is folded into. */
  static final int CHANNELS = 4;

  private PixelShuffle() {}

  /**
   * Folds a plane into channels of half its size.
   *
   * @param plane row-major, rows and columns even
   * @param target array that gets the channels, one after the other
   * @param offset where the first channel begins in it
   */
  static void fold(float[] plane, int rows, int columns, float[] target, int offset) {
    int size = rows * columns / CHANNELS;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int channel = 2 * (row % 2) + column % 2;
        int place = row / 2 * (columns / 2) + column / 2;
        target[offset + channel * size + place] = plane[row * columns + column];
      }
    }
  }

  /** The plane whose channels stand in an array from an offset on. */
  static float[] unfold(float[] source, int offset, int rows, int columns) {
    int size = rows * columns / CHANNELS;
    float[] plane = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int channel = 2 * (row % 2) + column % 2;
        int place = row / 2 * (columns / 2) + column / 2;
        plane[row * columns + column] = source[offset + channel * size + place];
      }
    }
    return plane;
  }
}
