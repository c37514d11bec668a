// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.edit;

/**
 * A rectangle of pixels.
 *
 * @param row the first row, from 0
 * @param column the first column, from 0
 * @param rows number of rows, at least 1
 * @param columns number of columns, at least 1
 */
public record PixelArea(int row, int column, int rows, int columns) {

  public PixelArea {
    if (row < 0 || column < 0 || rows < 1 || columns < 1) {
      throw new IllegalArgumentException("a rectangle lies within the image and is not empty");
    }
  }

  /** Whether a pixel lies within. */
  public boolean contains(int aRow, int aColumn) {
    return aRow >= row && aRow < row + rows && aColumn >= column && aColumn < column + columns;
  }
}
