// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import org.orthancprism.dicom.film.Radiograph;

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
    if (changedPixels < 0 || !(meanChange >= 0) || !(maximumChange >= meanChange)) {
      throw new IllegalArgumentException("measures of a change are not negative");
    }
  }

  /**
   * Compares a film with its counterfactual.
   *
   * @param source the film
   * @param storedValues stored values of the counterfactual, row-major
   */
  public static ChangeMeasures between(Radiograph source, int[] storedValues) {
    return new ChangeMeasures(0, 0, 0);
  }
}
