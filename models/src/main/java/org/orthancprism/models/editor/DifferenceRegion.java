// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.Arrays;
import org.orthancprism.models.compositing.Region;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;

/**
 * Finds where an edit changed a film that has no change mask of its own: where the smoothed
 * absolute difference stands out. DiffEdit (arXiv 2210.11427, section 3.2) finds its mask likewise
 * in a difference, though of predicted noise.
 */
final class DifferenceRegion {

  /** Side of the blocks over which the difference is smoothed, in pixels of 512. */
  private static final double BLOCK = 8.0 / 512;

  /** A smoothed difference below this, in units of luminance, can't be seen. */
  private static final float LEAST_DIFFERENCE = 0.02f;

  /** Share of the greatest difference from which on a pixel belongs to the edit. */
  private static final float SHARE_OF_GREATEST = 0.3f;

  /** The greatest difference is read here, so that single pixels don't set it. */
  private static final double GREATEST_QUANTILE = 0.995;

  private DifferenceRegion() {}

  /** The region in which a change is more than the model's unrest. */
  static Region of(Plane change) {
    int block = Math.max(1, (int) Math.round(BLOCK * Math.max(change.rows(), change.columns())));
    Plane blocks =
        Resampling.AREA.resample(
            change.map(Math::abs),
            Math.max(1, change.rows() / block),
            Math.max(1, change.columns() / block));
    Plane smooth = Resampling.LINEAR.resample(blocks, change.rows(), change.columns());
    float threshold = Math.max(LEAST_DIFFERENCE, SHARE_OF_GREATEST * greatest(smooth));
    return Region.above(smooth, threshold).withoutSpecks(block * block);
  }

  private static float greatest(Plane plane) {
    float[] sorted = plane.values().clone();
    Arrays.sort(sorted);
    return sorted[(int) (GREATEST_QUANTILE * (sorted.length - 1))];
  }
}
