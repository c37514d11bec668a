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
public sealed interface Compositor permits Compositor.Replacement, Compositor.Residual, Obscuring {

  /** The compositor of a kind. */
  static Compositor of(Compositing kind) {
    return switch (kind) {
      case REPLACEMENT -> new Replacement();
      case RESIDUAL -> new Residual();
      case OBSCURING -> new Obscuring();
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

    @Override
    public Feather feather() {
      return new Feather(1, 0);
    }

    @Override
    public Film composite(Film source, Plane change, ChangeMask mask, long seed) {
      Plane film = Plane.of(source);
      Plane coarse = Resampling.AREA.resample(film, change.rows(), change.columns());
      Plane smooth = LostGrain.SMOOTHING.of(coarse.plus(change));
      Plane grain = LostGrain.of(film, coarse, mask, seed);
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
      return add(source, Resampling.CUBIC.resample(change, source.rows(), source.columns()), mask);
    }

    /** The film with what is added to its luminance, at its own resolution, within the mask. */
    static Film add(Film source, Plane added, ChangeMask mask) {
      float[] luminance = source.luminance().clone();
      for (int i = 0; i < luminance.length; i++) {
        float weight = mask.weights()[i];
        if (weight > 0) {
          luminance[i] += weight * added.values()[i];
        }
      }
      return new Film(source.rows(), source.columns(), luminance);
    }
  }
}
