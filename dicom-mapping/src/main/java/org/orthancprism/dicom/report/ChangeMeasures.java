// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;

/**
 * How much an edit changed a film.
 *
 * @param changedPixels number of pixels whose stored value differs
 * @param meanChange mean absolute change of luminance over those pixels, as a share of the display
 *     window; 0 where there are none
 * @param maximumChange largest absolute change of luminance, as a share of the display window
 */
public record ChangeMeasures(long changedPixels, double meanChange, double maximumChange) {

  public ChangeMeasures {
    boolean sane = changedPixels >= 0 && meanChange >= 0 && maximumChange >= 0;
    if (!sane || !Double.isFinite(meanChange) || !Double.isFinite(maximumChange)) {
      throw new IllegalArgumentException("measures of a change are finite and not negative");
    }
  }

  /**
   * Compares a film with its counterfactual.
   *
   * @param source the film
   * @param edited stored values of the counterfactual
   * @throws IllegalArgumentException if there are not as many values as the film has
   */
  public static ChangeMeasures between(Radiograph source, StoredPixels edited) {
    StoredPixels before = source.pixels();
    if (before.size() != edited.size()) {
      throw new IllegalArgumentException("film and counterfactual differ in size");
    }
    long changed = 0;
    double sum = 0;
    double maximum = 0;
    for (int i = 0; i < before.size(); i++) {
      if (before.value(i) != edited.value(i)) {
        double change =
            Math.abs(source.luminanceOf(edited.value(i)) - source.luminanceOf(before.value(i)));
        changed++;
        sum += change;
        maximum = Math.max(maximum, change);
      }
    }
    return new ChangeMeasures(changed, changed == 0 ? 0 : sum / changed, maximum);
  }
}
