// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

/**
 * A pack's default sampling.
 *
 * @param steps number of sampling steps, at least 1
 * @param guidance classifier-free guidance weight (arXiv 2207.12598); 1 is none
 */
public record Sampling(int steps, double guidance) {

  public Sampling {
    if (steps < 1 || steps > 1000) {
      throw new IllegalArgumentException("sampling takes 1 to 1000 steps, not " + steps);
    }
    if (!(guidance >= 0 && guidance < 100)) {
      throw new IllegalArgumentException("guidance lies in [0, 100), not " + guidance);
    }
  }
}
