// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench.pack;

import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;

/**
 * What removals leave of what was drawn: the mean of |edited - truth| over the drawn pixels,
 * divided by the mean of |film - truth| over them, over several films.
 */
final class ErrorLeft {

  private final float threshold;
  private double before;
  private double after;
  private int films;

  /**
   * @param threshold contrast in luminance above which a pixel counts
   */
  ErrorLeft(float threshold) {
    this.threshold = threshold;
  }

  void add(DrawnPair pair, Film edited) {
    Plane contrast = pair.contrast();
    Plane error = DrawnPair.distance(edited, pair.truth());
    for (int i = 0; i < contrast.values().length; i++) {
      if (contrast.values()[i] > threshold) {
        before += contrast.values()[i];
        after += error.values()[i];
      }
    }
    films++;
  }

  Row row(String test, Goal goal) {
    return Row.of(test, goal, before == 0 ? Double.NaN : after / before, films);
  }
}
