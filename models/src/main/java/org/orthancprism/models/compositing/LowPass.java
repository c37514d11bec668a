// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import org.orthancprism.models.film.Blur;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;

/** A way of holding a plane that loses its fine part. */
sealed interface LowPass {

  /** What is left of a plane, at its own size. */
  Plane of(Plane plane);

  /** The part of a plane that is lost. */
  default Plane lost(Plane plane) {
    return plane.minus(of(plane));
  }

  /**
   * By a coarser resolution.
   *
   * @param rows its rows as a share of the plane's, at most 1
   * @param columns its columns as a share of the plane's, at most 1
   */
  record Resampled(double rows, double columns) implements LowPass {
    @Override
    public Plane of(Plane plane) {
      int coarseRows = (int) Math.max(1, Math.round(rows * plane.rows()));
      int coarseColumns = (int) Math.max(1, Math.round(columns * plane.columns()));
      Plane coarse = Resampling.AREA.resample(plane, coarseRows, coarseColumns);
      return Resampling.CUBIC.resample(coarse, plane.rows(), plane.columns());
    }
  }

  /**
   * By smoothing.
   *
   * @param deviation nominal standard deviation in pixels
   */
  record Smoothed(double deviation) implements LowPass {
    @Override
    public Plane of(Plane plane) {
      float[] values = Blur.gaussian(plane.values(), plane.rows(), plane.columns(), deviation);
      return new Plane(plane.rows(), plane.columns(), values);
    }
  }
}
