// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;

/**
 * The grain that a film loses where something smooth of the working resolution takes its place:
 * what the working resolution does not hold of it, and what smoothing takes from that. Each is made
 * as it is measured, since one is finer than the other. In the film they go together in part, and
 * here they don't, so that their sum is made as strong as it is in the film.
 */
final class LostGrain {

  /** By a pixel at working resolution. */
  static final LowPass SMOOTHING = new LowPass.Smoothed(1);

  private LostGrain() {}

  /**
   * Such grain, at the film's resolution and strength where a mask is above 0.
   *
   * @param film the film
   * @param coarse the same at working resolution
   * @param mask where the grain is lost; it is measured elsewhere
   * @param seed seed of the noise
   */
  static Plane of(Plane film, Plane coarse, ChangeMask mask, long seed) {
    return of(film, coarse, mask, fine -> GrainStatistics.measure(fine, sized(mask, fine)), seed);
  }

  /**
   * The same, as strong everywhere as it is in certain places.
   *
   * @param unlike measured where this is 0
   */
  static Plane even(Plane film, Plane coarse, ChangeMask mask, ChangeMask unlike, long seed) {
    return of(
        film,
        coarse,
        mask,
        fine -> GrainStatistics.measure(fine, sized(unlike, fine)).even(),
        seed);
  }

  /** Measures a film's fine part, at the film's or at working resolution. */
  @FunctionalInterface
  private interface Measure {
    GrainStatistics of(Plane fine);
  }

  private static Plane of(Plane film, Plane coarse, ChangeMask mask, Measure measure, long seed) {
    LowPass working =
        new LowPass.Resampled(
            (double) coarse.rows() / film.rows(), (double) coarse.columns() / film.columns());
    Plane fine = film.minus(Resampling.CUBIC.resample(coarse, film.rows(), film.columns()));
    Plane less = SMOOTHING.lost(coarse);
    Plane lessAtFilms = Resampling.CUBIC.resample(less, film.rows(), film.columns());
    Grain grainOfFine = Grain.of(working, measure.of(fine));
    Grain grainOfLess = Grain.of(SMOOTHING, measure.of(less));
    double apart = Math.hypot(grainOfFine.deviation(), measure.of(lessAtFilms).meanDeviation());
    double together = measure.of(fine.plus(lessAtFilms)).meanDeviation();
    float scale = (float) (apart > 0 ? together / apart : 0);
    Plane noise = grainOfLess.noise(sized(mask, coarse), ~seed);
    Plane noiseAtFilms = Resampling.CUBIC.resample(noise, film.rows(), film.columns());
    return grainOfFine.noise(mask, seed).plus(noiseAtFilms).map(value -> scale * value);
  }

  /** A mask at a plane's resolution. */
  private static ChangeMask sized(ChangeMask mask, Plane plane) {
    if (mask.rows() == plane.rows() && mask.columns() == plane.columns()) {
      return mask;
    }
    Plane weights = new Plane(mask.rows(), mask.columns(), mask.weights());
    return new ChangeMask(
        plane.rows(),
        plane.columns(),
        Resampling.AREA
            .resample(weights, plane.rows(), plane.columns())
            .map(w -> Math.min(1, w))
            .values());
  }
}
