// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.benchmark;

import java.util.List;

/**
 * Sizes of a model in the layout of Stable Diffusion 1.x.
 *
 * @param unetChannels channels of the UNet's resolutions, the finest first
 * @param vaeChannels channels of the autoencoder's resolutions, the finest first
 * @param layers residual blocks of a resolution on the way down, in both
 * @param groups groups of the group normalisations, in both
 * @param heads heads of the UNet's attention
 * @param textWidth width of the text encoder
 * @param textLayers layers of the text encoder
 * @param textHeads heads of the text encoder's attention
 * @param resolution rows and columns of a film
 */
public record StableDiffusionSize(
    List<Integer> unetChannels,
    List<Integer> vaeChannels,
    int layers,
    int groups,
    int heads,
    int textWidth,
    int textLayers,
    int textHeads,
    int resolution) {

  /** Stable Diffusion 1.5: 1,066 million numbers. */
  public static final StableDiffusionSize FULL =
      new StableDiffusionSize(
          List.of(320, 640, 1280, 1280), List.of(128, 256, 512, 512), 2, 32, 8, 768, 12, 12, 512);

  /** A few hundred thousand numbers, to try the way that {@link #FULL} takes. */
  public static final StableDiffusionSize TINY =
      new StableDiffusionSize(List.of(8, 16, 16, 16), List.of(8, 8, 16, 16), 1, 4, 2, 32, 2, 4, 64);

  /** Channels of a latent. */
  static final int LATENT = 4;

  /** Tokens of CLIP's vocabulary. */
  static final int VOCABULARY = 49_408;

  /** Tokens of a caption. */
  static final int LENGTH = 77;

  public StableDiffusionSize {
    unetChannels = List.copyOf(unetChannels);
    vaeChannels = List.copyOf(vaeChannels);
  }

  UnetShapes unet() {
    return new UnetShapes(unetChannels, layers, LATENT, textWidth);
  }

  VaeShapes vae() {
    return new VaeShapes(vaeChannels, layers, LATENT);
  }

  TextEncoderShapes textEncoder() {
    return new TextEncoderShapes(VOCABULARY, LENGTH, textWidth, textHidden(), textLayers);
  }

  int textHidden() {
    return 4 * textWidth;
  }
}
