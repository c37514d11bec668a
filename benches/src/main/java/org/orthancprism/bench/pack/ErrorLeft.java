// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.util.Optional;
import org.orthancprism.bench.pack.results.Goal;
import org.orthancprism.bench.pack.results.Row;
import org.orthancprism.bench.statistics.Sample;
import org.orthancprism.bench.statistics.Statistics;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;

/**
 * What removals leave of what was drawn: on each film the mean of |edited - truth| over the drawn
 * pixels, divided by the mean of |film - truth| over them; of several films the median.
 */
final class ErrorLeft {

  private final float threshold;
  private final Sample<Double> films = new Sample<>();

  /**
   * @param threshold contrast in luminance above which a pixel counts
   */
  ErrorLeft(float threshold) {
    this.threshold = threshold;
  }

  /** Adds a patient's film; one on which nothing drawn is that strong does not count. */
  void add(String patient, DrawnPair pair, Film edited) {
    Plane contrast = pair.contrast();
    Plane error = ChangedPixels.between(edited, pair.truth()).change();
    double before = 0;
    double after = 0;
    for (int i = 0; i < contrast.values().length; i++) {
      if (contrast.values()[i] > threshold) {
        before += contrast.values()[i];
        after += error.values()[i];
      }
    }
    if (before > 0) {
      films.add(patient, after / before);
    }
  }

  Row row(String test, Goal goal, String whyNone) {
    return Row.of(test, goal, films.estimate(Statistics::median), whyNone);
  }

  /** The median, for comparison; empty where no film counts. */
  Optional<Double> median() {
    return films.estimate(Statistics::median).map(found -> found.value());
  }
}
