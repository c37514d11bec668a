// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Polygon;
import org.orthancprism.models.film.Resampling;

/**
 * Masks in the manner of RadEdit (Perez-Garcia et al., ECCV 2024, arXiv 2312.12865): guidance acts
 * within the edit mask alone, and within the keep mask the film's own latents are put back after
 * every step.
 *
 * @param edit where guidance acts, at any resolution, in [0, 1]
 * @param keep where the film is kept, of the edit mask's size, in [0, 1]
 */
public record LatentMasks(Plane edit, Plane keep) {

  public LatentMasks {
    if (edit.rows() != keep.rows() || edit.columns() != keep.columns()) {
      throw new IllegalArgumentException("the masks differ in size");
    }
  }

  /** An edit mask outside of which the film is kept. */
  public static LatentMasks within(Plane edit) {
    return new LatentMasks(edit, edit.map(value -> 1 - value));
  }

  /**
   * Masks of polygons on a film: it is kept in the keep mask and outside of the edit mask.
   *
   * @param edit the edit mask; none for the whole film
   * @param keep the keep mask; none for nothing
   * @param rows number of the film's rows
   * @param columns number of its columns
   */
  public static LatentMasks of(List<Polygon> edit, List<Polygon> keep, int rows, int columns) {
    Plane edits = Polygon.mask(edit, rows, columns);
    if (edit.isEmpty()) {
      Arrays.fill(edits.values(), 1);
    }
    float[] kept = Polygon.mask(keep, rows, columns).values();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = Math.max(kept[i], 1 - edits.values()[i]);
    }
    return new LatentMasks(edits, new Plane(rows, columns, kept));
  }

  /** A change mask without the places where the film may not change. */
  public ChangeMask cut(ChangeMask mask) {
    Plane edits = Resampling.LINEAR.resample(edit, mask.rows(), mask.columns());
    Plane keeps = Resampling.LINEAR.resample(keep, mask.rows(), mask.columns());
    float[] weights = mask.weights().clone();
    for (int i = 0; i < weights.length; i++) {
      if (edits.values()[i] < 0.5f || keeps.values()[i] > 0.5f) {
        weights[i] = 0;
      }
    }
    return new ChangeMask(mask.rows(), mask.columns(), weights);
  }

  NDArray editAt(NDManager manager, Shape latents) {
    return binary(manager, edit, latents);
  }

  NDArray keepAt(NDManager manager, Shape latents) {
    return binary(manager, keep, latents);
  }

  private static NDArray binary(NDManager manager, Plane mask, Shape latents) {
    int rows = (int) latents.get(2);
    int columns = (int) latents.get(3);
    Plane small = Resampling.AREA.resample(mask, rows, columns).map(v -> v >= 0.5f ? 1 : 0);
    return manager.create(small.values(), new Shape(1, 1, rows, columns));
  }
}
