// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import org.orthancprism.models.film.Film;

/**
 * How a film that one device made differs from another's, in 1/255 of the range of luminance; not a
 * number where one of them is none.
 *
 * @param greatest the greatest difference of a pixel
 * @param mean the mean over all pixels
 */
record FilmDifference(double greatest, double mean) {

  /**
   * What arithmetic explains. On a processor, an edit in fp16 differs from one in fp32 by at most
   * 19 in a pixel and 0.11 in the mean, and one in bf16 by 33 and 0.25, with the packs that the
   * project ships; a pixel at the edge of a change may fall to either side of it.
   */
  static final double MOST_GREATEST = 64;

  static final double MOST_MEAN = 1;

  private static final double STEPS = 255;

  /** Between two films of one size. */
  static FilmDifference between(Film one, Film other) {
    if (one.luminance().length != other.luminance().length) {
      return new FilmDifference(Double.NaN, Double.NaN);
    }
    double greatest = 0;
    double sum = 0;
    for (int i = 0; i < one.luminance().length; i++) {
      double difference = Math.abs(one.luminance()[i] - other.luminance()[i]) * STEPS;
      greatest = Math.max(greatest, difference);
      sum += difference;
    }
    return new FilmDifference(greatest, sum / one.luminance().length);
  }

  /** Whether arithmetic explains it. */
  boolean isExplained() {
    return greatest <= MOST_GREATEST && mean <= MOST_MEAN;
  }
}
