// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.display;

import org.orthancprism.dicom.dataset.DecimalString;

/**
 * Slopes and intercepts that can be written in the 16 characters of a decimal string.
 *
 * <p>Many slopes are made to bring the largest stored value to a whole number, such as 1000/4095.
 * One that is merely rounded misses it by a hair, and DCMTK then shows the largest value as
 * anything: it looks it up behind the end of a table. So both are rounded together, to a pair that
 * reaches it.
 */
final class RescaleOfSixteenCharacters {
  private static final int TRIALS = 20_000;

  /** By which a product of doubles may miss a whole number that is meant. */
  private static final double ROUNDING = 1e-9;

  private RescaleOfSixteenCharacters() {}

  /**
   * The nearest that can be written.
   *
   * @param maximum the largest value that can be stored, above 0
   */
  static ModalityLut.Rescale of(ModalityLut.Rescale rescale, int maximum) {
    ModalityLut.Rescale nearest = rounded(rescale.slope(), rescale.intercept());
    double top = Math.rint(rescale.apply(maximum));
    if (nearest.equals(rescale) || Math.abs(rescale.apply(maximum) - top) > ROUNDING) {
      return nearest;
    }
    double magnitude = Math.max(1, Math.abs(rescale.intercept()));
    double step = Math.pow(10, Math.floor(Math.log10(magnitude)) - 13);
    for (int i = 0; i < TRIALS; i++) {
      double intercept = rescale.intercept() - i * step;
      ModalityLut.Rescale pair = rounded((top - intercept) / maximum, intercept);
      if (pair.apply(maximum) == top) {
        return pair;
      }
    }
    return nearest;
  }

  private static ModalityLut.Rescale rounded(double slope, double intercept) {
    return new ModalityLut.Rescale(
        Double.parseDouble(DecimalString.of(slope)),
        Double.parseDouble(DecimalString.of(intercept)));
  }
}
