// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/**
 * The normal distribution of a film's latents that an autoencoder gives (arXiv 2112.10752, appendix
 * G), scaled for the UNet.
 *
 * @param mean (1, C, H, W)
 * @param deviation standard deviation, of the same shape
 */
public record LatentDistribution(NDArray mean, NDArray deviation) {

  /** What diffusers cuts the logarithm of the variance to. */
  private static final double LEAST = -30;

  private static final double GREATEST = 20;

  /**
   * The distribution of an encoder's output.
   *
   * @param moments means, then logarithms of variances (1, 2 C, H, W)
   * @param scaling factor between the autoencoder's latents and the UNet's
   */
  static LatentDistribution of(NDArray moments, double scaling) {
    long channels = moments.getShape().get(1) / 2;
    NDArray variance = moments.get(new NDIndex(":, " + channels + ":")).clip(LEAST, GREATEST);
    return new LatentDistribution(
        moments.get(new NDIndex(":, :" + channels)).mul(scaling),
        variance.mul(0.5).exp().mul(scaling));
  }

  /**
   * A draw from it.
   *
   * @param noise standard normal numbers of the mean's shape
   */
  public NDArray sample(NDArray noise) {
    return mean.add(deviation.mul(noise));
  }
}
