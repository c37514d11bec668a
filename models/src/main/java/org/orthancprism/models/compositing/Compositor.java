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

    /** Nominal standard deviation of the smoothing, in pixels at working resolution. */
    private static final double SMOOTHING = 1;

    @Override
    public Feather feather() {
      return new Feather(1, 0);
    }

    @Override
    public Film composite(Film source, Plane change, ChangeMask mask, long seed) {
      Plane film = Plane.of(source);
      Plane coarse = Resampling.AREA.resample(film, change.rows(), change.columns());
      Grain grain = new Grain(change.rows(), change.columns(), SMOOTHING);
      Plane noise = grain.like(film, mask, seed);
      Plane smooth =
          Resampling.CUBIC.resample(
              grain.smoothed(sum(coarse, change)), source.rows(), source.columns());
      float[] luminance = source.luminance().clone();
      for (int i = 0; i < luminance.length; i++) {
        float weight = mask.weights()[i];
        if (weight > 0) {
          luminance[i] += weight * (smooth.values()[i] + noise.values()[i] - luminance[i]);
        }
      }
      return new Film(source.rows(), source.columns(), luminance);
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
