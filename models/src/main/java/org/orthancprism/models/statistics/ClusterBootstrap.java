// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.statistics;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Draws clusters with replacement, each with all its members (Davison and Hinkley, Bootstrap
 * Methods and their Application, 1997, section 3.8): films of one patient are alike, and as many
 * films of as many patients would tell more.
 *
 * @param resamples how often, at least 100
 * @param seed seed of the draws
 */
public record ClusterBootstrap(int resamples, long seed) {

  public ClusterBootstrap {
    if (resamples < 100) {
      throw new IllegalArgumentException("a bootstrap takes at least 100 resamples");
    }
  }

  /**
   * Draws as many clusters as there are, once for each resample.
   *
   * @param clusters how many there are
   * @param use gets the numbers of the drawn clusters, in an array that the next resample reuses
   */
  public void each(int clusters, Consumer<int[]> use) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] drawn = new int[clusters];
    for (int resample = 0; resample < resamples; resample++) {
      for (int draw = 0; draw < clusters; draw++) {
        drawn[draw] = random.nextInt(clusters);
      }
      use.accept(drawn);
    }
  }
}
