// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

/**
 * The least and the greatest stored value that a film shows.
 *
 * @param least the least
 * @param greatest the greatest, not below the least
 */
record ValueRange(int least, int greatest) {

  /**
   * The range of all pixels that are not padding. All values that can be stored are in that of a
   * film of one shade, on which a label would not be seen, and of one that shows nothing.
   */
  static ValueRange shown(StoredPixels pixels, DisplayTransform display) {
    int least = Integer.MAX_VALUE;
    int greatest = Integer.MIN_VALUE;
    for (int i = 0; i < pixels.size(); i++) {
      int value = pixels.value(i);
      if (!display.isPadding(value)) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    return least < greatest
        ? new ValueRange(least, greatest)
        : new ValueRange(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** The value of the range that is nearest to a value. */
  int clamped(int value) {
    return Math.max(least, Math.min(greatest, value));
  }
}
