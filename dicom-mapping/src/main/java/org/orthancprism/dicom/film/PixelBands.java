// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.stream.IntStream;

/**
 * Divides loops over the pixels of a film among the cores that there are. A band is long enough for
 * the work to be worth the hand-over; a small film is one band, and stays with its thread.
 */
public final class PixelBands {
  private static final int SHORTEST = 1 << 18;

  private PixelBands() {}

  /** What is done with the indices of a band; bands are done at the same time. */
  @FunctionalInterface
  public interface Work {
    /**
     * Does a band.
     *
     * @param from the first index
     * @param to the index behind the last
     */
    void over(int from, int to);
  }

  /**
   * Does the work for all pixels, and returns when all of it is done.
   *
   * @param pixels how many there are
   */
  public static void of(int pixels, Work work) {
    each(pixels, 1, work);
  }

  /**
   * Does the work for all rows, or rows of cells.
   *
   * @param rows how many there are
   * @param pixelsPerRow pixels that each costs, at least 1
   */
  public static void each(int rows, int pixelsPerRow, Work work) {
    int longest = Math.max(1, SHORTEST / pixelsPerRow);
    int bands = (int) ((rows + (long) longest - 1) / longest);
    if (bands <= 1) {
      work.over(0, rows);
      return;
    }
    IntStream.range(0, bands)
        .parallel()
        .forEach(
            band ->
                work.over(
                    (int) ((long) rows * band / bands), (int) ((long) rows * (band + 1) / bands)));
  }
}
