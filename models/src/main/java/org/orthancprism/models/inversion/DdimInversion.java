// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import org.orthancprism.models.diffusion.Step;

/**
 * The way from a film to noise under its caption, without guidance (DDIM, arXiv 2010.02502, section
 * 4.3), with all stations, which three of the methods lead back along.
 *
 * @param stations the latents (1, C, H, W) from the film's to the noise: one more than there are
 *     steps
 */
record DdimInversion(List<NDArray> stations) {

  DdimInversion {
    stations = List.copyOf(stations);
  }

  static DdimInversion of(LatentEditing editing) {
    List<NDArray> stations = new ArrayList<>();
    stations.add(editing.latents());
    for (Step step : editing.schedule().inversion()) {
      NDArray current = stations.get(stations.size() - 1);
      NDArray next;
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        next =
            step.apply(current, editing.unet().single(current, step.timestep(), editing.source()));
        NDScope.unregister(next);
      }
      stations.add(next);
      editing.afterStep().run();
    }
    return new DdimInversion(stations);
  }

  /** The noise that the film leads to. */
  NDArray noise() {
    return stations.get(stations.size() - 1);
  }

  /** The station that a step from noise to film ought to arrive at. */
  NDArray after(int step) {
    return stations.get(stations.size() - 2 - step);
  }
}
