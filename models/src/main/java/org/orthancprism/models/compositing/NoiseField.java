// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import org.orthancprism.models.film.Plane;

/**
 * Random fields of unit variance whose neighbours correlate, the same on every platform.
 *
 * @param seed the seed
 * @param alongRows correlation of a pixel with the next in its row, in (-1, 1)
 * @param alongColumns correlation of a pixel with the next in its column, in (-1, 1)
 */
record NoiseField(long seed, double alongRows, double alongColumns) {

  NoiseField {
    if (!(Math.abs(alongRows) < 1 && Math.abs(alongColumns) < 1)) {
      throw new IllegalArgumentException("neighbours correlate by less than 1");
    }
  }

  /** A first-order autoregressive process along both axes. */
  Plane generate(int rows, int columns) {
    float[] field = new float[rows * columns];
    float keepRow = (float) alongRows;
    float newRow = (float) Math.sqrt(1 - alongRows * alongRows);
    float keepColumn = (float) alongColumns;
    float newColumn = (float) Math.sqrt(1 - alongColumns * alongColumns);
    for (int row = 0; row < rows; row++) {
      float along = 0;
      for (int column = 0; column < columns; column++) {
        int i = row * columns + column;
        float white = white(i);
        along = column == 0 ? white : keepRow * along + newRow * white;
        field[i] = row == 0 ? along : keepColumn * field[i - columns] + newColumn * along;
      }
    }
    return new Plane(rows, columns, field);
  }

  /**
   * Almost normal white noise: the sum of four uniform numbers of 16 bits, taken from the finaliser
   * of SplitMix64 (Steele et al. 2014, doi 10.1145/2660193.2660195).
   */
  private float white(int index) {
    long z = seed * 0xd1342543de82ef95L + (index + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    z ^= z >>> 31;
    long sum = (z & 0xffff) + ((z >>> 16) & 0xffff) + ((z >>> 32) & 0xffff) + (z >>> 48);
    // A uniform number on [0, 1) has a variance of 1/12, four of them of 1/3.
    return (float) ((sum / 65536.0 - 2) * Math.sqrt(3));
  }
}
