// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;

/**
 * How a region becomes a change mask: it grows, so that the border of what is changed lies inside,
 * and fades over a border.
 *
 * @param growth pixels at working resolution by which the region grows to all sides
 * @param softness pixels at working resolution, beyond the one of the interpolation, over which the
 *     grown region's border fades to both sides
 */
public record Feather(int growth, int softness) {

  public Feather {
    if (growth < softness || softness < 0) {
      throw new IllegalArgumentException("a region must not fade within itself");
    }
  }

  /**
   * The mask of a region at native resolution: exactly 1 on the region, exactly 0 from {@code
   * growth + softness + 1} working pixels beside it.
   */
  public ChangeMask mask(Region region, int rows, int columns) {
    Plane soft = region.grown(growth).softened(softness);
    Plane mask = Resampling.LINEAR.resample(soft, rows, columns).map(Feather::exactAtTheEnds);
    return new ChangeMask(rows, columns, mask.values());
  }

  /** Sums of interpolation weights miss 1 by rounding. */
  private static float exactAtTheEnds(float weight) {
    if (weight > 1 - 1e-5f) {
      return 1;
    }
    return weight < 1e-5f ? 0 : weight;
  }
}
