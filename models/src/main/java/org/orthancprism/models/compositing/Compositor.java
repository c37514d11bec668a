// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;
import org.orthancprism.models.pack.Compositing;

/**
 * Brings a change that was made at working resolution into the film at its native resolution.
 *
 * <p>Where the mask is 0 the source's luminance is kept bit for bit.
 */
public sealed interface Compositor {

  /** The compositor of a kind. */
  static Compositor of(Compositing kind) {
    return switch (kind) {
      case REPLACEMENT -> new Replacement();
      case RESIDUAL -> new Residual();
    };
  }

  /** How this compositor's masks fade. */
  Feather feather();

  /**
   * Makes the counterfactual.
   *
   * @param source the film
   * @param change what is added to the luminance, over the whole film at working resolution
   * @param mask where, at native resolution
   * @param seed seed of all randomness
   */
  Film composite(Film source, Plane change, ChangeMask mask, long seed);

  /**
   * Puts the counterfactual, which holds no detail above the working resolution, in the source's
   * place and gives it the film's own grain, of all that it is too smooth for. Native detail inside
   * the mask is lost, and with it a removed wire's sharp edges, of which subtraction would leave a
   * ghost.
   *
   * <p>The counterfactual is smoothed a little first: a network takes a wire away pixel by pixel,
   * and what it misses is a fine pattern along the wire, which the anatomy below does not have.
   */
  record Replacement() implements Compositor {

    /** By a pixel at working resolution. */
    private static final Coarser SMOOTHING = new Coarser.Smoothed(1);

    @Override
    public Feather feather() {
      return new Feather(1, 0);
    }

    @Override
    public Film composite(Film source, Plane change, ChangeMask mask, long seed) {
      Plane film = Plane.of(source);
      Plane coarse = Resampling.AREA.resample(film, change.rows(), change.columns());
      Plane smooth = SMOOTHING.of(sum(coarse, change));
      Plane grain = grain(film, coarse, mask, seed);
      Plane replacing = Resampling.CUBIC.resample(smooth, source.rows(), source.columns());
      float[] luminance = source.luminance().clone();
      for (int i = 0; i < luminance.length; i++) {
        float weight = mask.weights()[i];
        if (weight > 0) {
          luminance[i] += weight * (replacing.values()[i] + grain.values()[i] - luminance[i]);
        }
      }
      return new Film(source.rows(), source.columns(), luminance);
    }

    /**
     * Grain of both that the film loses: what the working resolution does not hold of it, and what
     * smoothing takes from that. Each is made as it is measured, since one is finer than the other.
     * In the film they go together in part, and here they don't, so that their sum is made as
     * strong as it is in the film.
     */
    private static Plane grain(Plane film, Plane coarse, ChangeMask mask, long seed) {
      Coarser working =
          new Coarser.Resampled(
              (double) coarse.rows() / film.rows(), (double) coarse.columns() / film.columns());
      Plane fine = film.minus(Resampling.CUBIC.resample(coarse, film.rows(), film.columns()));
      Plane less = SMOOTHING.lost(coarse);
      Plane lessAtFilms = Resampling.CUBIC.resample(less, film.rows(), film.columns());
      ChangeMask coarseMask = resampled(mask, coarse.rows(), coarse.columns());
      Grain grainOfFine = Grain.of(working, fine, mask);
      Grain grainOfLess = Grain.of(SMOOTHING, less, coarseMask);
      double apart = Math.hypot(grainOfFine.deviation(), deviation(lessAtFilms, mask));
      double together = deviation(sum(fine, lessAtFilms), mask);
      float scale = (float) (apart > 0 ? together / apart : 0);
      Plane noise = grainOfLess.noise(coarseMask, ~seed);
      Plane noiseAtFilms = Resampling.CUBIC.resample(noise, film.rows(), film.columns());
      return sum(grainOfFine.noise(mask, seed), noiseAtFilms).map(value -> scale * value);
    }

    private static double deviation(Plane fine, ChangeMask mask) {
      return GrainStatistics.measure(fine, mask).meanDeviation();
    }

    private static ChangeMask resampled(ChangeMask mask, int rows, int columns) {
      Plane weights = new Plane(mask.rows(), mask.columns(), mask.weights());
      return new ChangeMask(
          rows,
          columns,
          Resampling.AREA.resample(weights, rows, columns).map(w -> Math.min(1, w)).values());
    }

    private static Plane sum(Plane coarse, Plane change) {
      float[] sum = coarse.values().clone();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += change.values()[i];
      }
      return new Plane(coarse.rows(), coarse.columns(), sum);
    }
  }

  /**
   * Adds the change to the source, so that all native detail below a soft finding stays. The border
   * fades over some working pixels, since such findings have none of their own.
   */
  record Residual() implements Compositor {

    @Override
    public Feather feather() {
      return new Feather(3, 3);
    }

    @Override
    public Film composite(Film source, Plane change, ChangeMask mask, long seed) {
      Plane smooth = Resampling.CUBIC.resample(change, source.rows(), source.columns());
      float[] luminance = source.luminance().clone();
      for (int i = 0; i < luminance.length; i++) {
        float weight = mask.weights()[i];
        if (weight > 0) {
          luminance[i] += weight * smooth.values()[i];
        }
      }
      return new Film(source.rows(), source.columns(), luminance);
    }
  }
}
