// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import org.orthancprism.models.film.Blur;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;

/** Changes of a film that should not convince a judge, for comparison with an edit. */
final class Controls {

  private static final double STRONGEST_BLUR = 32;
  private static final int HALVINGS = 8;

  private Controls() {}

  /** The film with an edit's change in the wrong place: mirrored left to right. */
  static Film flipped(Film source, Film edited) {
    float[] luminance = source.luminance().clone();
    for (int row = 0; row < source.rows(); row++) {
      for (int column = 0; column < source.columns(); column++) {
        int mirror = source.columns() - 1 - column;
        luminance[row * source.columns() + column] +=
            edited.at(row, mirror) - source.at(row, mirror);
      }
    }
    return new Film(source.rows(), source.columns(), luminance);
  }

  /**
   * The film blurred under the edit's mask, as strongly as changes it by as much as the edit does
   * in the mean, or as strongly as blur can.
   */
  static Film blurred(Film source, Film edited, ChangeMask mask) {
    double wanted = change(source, edited);
    double weakest = 0;
    double strongest = STRONGEST_BLUR;
    Film result = blurred(source, mask, strongest);
    for (int i = 0; i < HALVINGS && change(source, result) > wanted; i++) {
      double sigma = (weakest + strongest) / 2;
      Film tried = blurred(source, mask, sigma);
      if (change(source, tried) > wanted) {
        strongest = sigma;
        result = tried;
      } else {
        weakest = sigma;
      }
    }
    return result;
  }

  private static Film blurred(Film source, ChangeMask mask, double sigma) {
    float[] smooth = Blur.gaussian(source.luminance(), source.rows(), source.columns(), sigma);
    float[] luminance = source.luminance().clone();
    for (int i = 0; i < luminance.length; i++) {
      luminance[i] += mask.weights()[i] * (smooth[i] - luminance[i]);
    }
    return new Film(source.rows(), source.columns(), luminance);
  }

  private static double change(Film a, Film b) {
    double sum = 0;
    for (int i = 0; i < a.luminance().length; i++) {
      sum += Math.abs(a.luminance()[i] - b.luminance()[i]);
    }
    return sum;
  }
}
