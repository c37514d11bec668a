// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.quality;

import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;

/**
 * How much an edit changed a film, and how well it kept the rest.
 *
 * <p>Changes are absolute differences of luminance, 1 being the way from black to white. A part of
 * the film that has no pixels counts as kept.
 *
 * @param l1Inside mean change over the pixels within the mask
 * @param l1Outside mean change over the pixels outside of it
 * @param ssim structural similarity over the whole film, at most 1
 * @param ssimOutside structural similarity over the pixels outside of the mask, at most 1; near its
 *     border their windows reach into it
 * @param changedShare share of the film's pixels that differ, in [0, 1]
 * @param meanChange mean change over the pixels that differ; 0 where there are none
 * @param maxChange greatest change
 */
public record FilmMeasures(
    double l1Inside,
    double l1Outside,
    double ssim,
    double ssimOutside,
    double changedShare,
    double meanChange,
    double maxChange) {

  /**
   * Compares a film with its counterfactual.
   *
   * @param source the film
   * @param counterfactual the film after the edit
   * @param mask where the edit was allowed to change it
   * @throws IllegalArgumentException when they differ in size, or are smaller than 11x11 pixels
   */
  public static FilmMeasures of(Film source, Film counterfactual, ChangeMask mask) {
    Ssim ssim = Ssim.of(Plane.of(source), Plane.of(counterfactual));
    double similarityOutside = ssim.meanOutside(mask);
    double inside = 0;
    double outside = 0;
    double greatest = 0;
    long pixelsInside = 0;
    long differing = 0;
    int pixels = source.luminance().length;
    for (int i = 0; i < pixels; i++) {
      double change = Math.abs((double) counterfactual.luminance()[i] - source.luminance()[i]);
      if (mask.weights()[i] > 0) {
        inside += change;
        pixelsInside++;
      } else {
        outside += change;
      }
      if (change > 0) {
        differing++;
      }
      greatest = Math.max(greatest, change);
    }
    return new FilmMeasures(
        mean(inside, pixelsInside),
        mean(outside, pixels - pixelsInside),
        ssim.mean(),
        similarityOutside,
        (double) differing / pixels,
        mean(inside + outside, differing),
        greatest);
  }

  private static double mean(double sum, long count) {
    return count == 0 ? 0 : sum / count;
  }
}
