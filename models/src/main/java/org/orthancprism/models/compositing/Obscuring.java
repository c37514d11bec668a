// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import java.util.Arrays;
import org.orthancprism.models.film.Blur;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;

/**
 * Adds the change to the source, and lets density that is added hide the fine anatomy beneath, as
 * fluid and tissue do where they take the place of air: a lung's vessels are seen since air is
 * around them (the silhouette sign, Felson and Felson, Radiology 55 (1950) 363). Metal is seen
 * through both. Where density is taken away, native detail stays, as by {@link
 * Compositor.Residual}.
 *
 * <p>A network that learned from pairs of films changes vessels and air towards each other, but not
 * all the way, and knows nothing of what is finer than its resolution: the rest would look etched
 * in white.
 */
record Obscuring() implements Compositor {

  /** Luminance that is added where as much is hidden as ever is. */
  private static final float DENSE = 0.2f;

  /** Share of the detail that is hidden there. */
  private static final float MOST = 0.9f;

  /** Luminance by which detail exceeds that of a vessel. */
  private static final float METAL = 0.12f;

  /** Luminance by which a place is too dark to have the grain of what hides the detail. */
  private static final float DARKER = 0.1f;

  /** Standard deviation of what is smooth, in shares of the film's shorter side. */
  private static final double SMOOTH = 4.0 / 256;

  /** Half the width of vessels in the added density, likewise. */
  private static final double VESSEL = 3.0 / 256;

  /** Share of hidden pixels around below which there is nothing to smooth. */
  private static final float NOTHING = 1e-3f;

  @Override
  public Feather feather() {
    return new Residual().feather();
  }

  @Override
  public Film composite(Film source, Plane change, ChangeMask mask, long seed) {
    Plane film = Plane.of(source);
    Plane coarse = Resampling.AREA.resample(film, change.rows(), change.columns());
    Plane edited = coarse.plus(change);
    Plane density = density(change);
    Plane smooth = smooth(edited, density);
    Plane share = share(edited.minus(smooth), density);
    Plane added = Resampling.CUBIC.resample(change, film.rows(), film.columns());
    if (!isNothing(share)) {
      hide(
          added,
          film,
          Resampling.CUBIC.resample(smooth, film.rows(), film.columns()),
          Resampling.LINEAR.resample(share, film.rows(), film.columns()),
          LostGrain.even(film, coarse, mask, unlike(mask, coarse, smooth, share), seed));
    }
    return Residual.add(source, added, mask);
  }

  /** How much of the densest is added, in [0, 1]; narrow gaps, where vessels lie, are filled. */
  private static Plane density(Plane change) {
    Plane density = change.map(value -> Math.max(0, Math.min(1, value / DENSE)));
    int radius = (int) Math.round(VESSEL * shorter(change));
    // What is hardly denser hides nothing at all.
    return blurred(Closing.of(density, radius).map(value -> value < 0.1f ? 0 : value), 1);
  }

  /** The smooth part of a film's dense regions, of which each keeps to itself. */
  private static Plane smooth(Plane film, Plane density) {
    double deviation = SMOOTH * shorter(film);
    // Squared, so that a border, where density is half, counts little to either side.
    Plane dense = density.map(value -> value * value);
    Plane weighted = Plane.zeros(film.rows(), film.columns());
    for (int i = 0; i < weighted.values().length; i++) {
      weighted.values()[i] = film.values()[i] * dense.values()[i];
    }
    Plane sums = blurred(weighted, deviation);
    Plane weights = blurred(dense, deviation);
    Plane smooth = Plane.zeros(film.rows(), film.columns());
    for (int i = 0; i < smooth.values().length; i++) {
      float weight = weights.values()[i];
      smooth.values()[i] = weight > NOTHING ? sums.values()[i] / weight : film.values()[i];
    }
    return smooth;
  }

  /** Share of the detail that is hidden, in [0, {@link #MOST}]. */
  private static Plane share(Plane detail, Plane density) {
    Plane share = Plane.zeros(detail.rows(), detail.columns());
    for (int i = 0; i < share.values().length; i++) {
      float stands = Math.max(0, detail.values()[i]) / METAL;
      share.values()[i] = (float) (MOST * density.values()[i] * Math.exp(-stands * stands));
    }
    return blurred(share, 0.7);
  }

  /**
   * Where the film is changed, or clearly darker than what hides its detail, and not among its
   * bright parts: a lung's texture is no grain of what is as dense as fluid.
   */
  private static ChangeMask unlike(ChangeMask mask, Plane coarse, Plane smooth, Plane share) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < share.values().length; i++) {
      sum += share.values()[i] * smooth.values()[i];
      weights += share.values()[i];
    }
    float darker = Math.min((float) (sum / weights) - DARKER, bright(coarse));
    Plane dark = coarse.map(value -> value < darker ? 1 : 0);
    Plane unlike = Resampling.LINEAR.resample(dark, mask.rows(), mask.columns());
    for (int i = 0; i < unlike.values().length; i++) {
      unlike.values()[i] = Math.min(1, Math.max(unlike.values()[i], mask.weights()[i]));
    }
    return new ChangeMask(mask.rows(), mask.columns(), unlike.values());
  }

  /** Luminance that a quarter of a film exceeds. */
  private static float bright(Plane film) {
    float[] sorted = film.values().clone();
    Arrays.sort(sorted);
    return sorted[sorted.length * 3 / 4];
  }

  private static boolean isNothing(Plane share) {
    for (float value : share.values()) {
      if (value > NOTHING) {
        return false;
      }
    }
    return true;
  }

  /** Makes what is added such that it hides a share of the film's detail and brings grain. */
  private static void hide(Plane added, Plane film, Plane smooth, Plane share, Plane grain) {
    for (int i = 0; i < added.values().length; i++) {
      float hidden = share.values()[i];
      if (hidden > 0) {
        float detail = film.values()[i] + added.values()[i] - smooth.values()[i];
        // Of the film's own grain a part is left, which this adds to.
        float missing = (float) Math.sqrt(hidden * (2 - hidden));
        added.values()[i] += missing * grain.values()[i] - hidden * detail;
      }
    }
  }

  private static int shorter(Plane plane) {
    return Math.min(plane.rows(), plane.columns());
  }

  private static Plane blurred(Plane plane, double deviation) {
    return new Plane(
        plane.rows(),
        plane.columns(),
        Blur.gaussian(plane.values(), plane.rows(), plane.columns(), deviation));
  }
}
