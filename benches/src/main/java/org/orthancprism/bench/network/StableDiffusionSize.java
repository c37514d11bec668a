// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.packs.layout.Layouts;

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

  private static final int IMAGE = 3;

  /** Tokens of CLIP's vocabulary. */
  static final int VOCABULARY = 49_408;

  /** Tokens of a caption. */
  static final int LENGTH = 77;

  public StableDiffusionSize {
    unetChannels = List.copyOf(unetChannels);
    vaeChannels = List.copyOf(vaeChannels);
  }

  /** Names and shapes of the UNet's weights. */
  Map<String, List<Long>> unet() throws PackException {
    List<Double> attends = new ArrayList<>(Collections.nCopies(unetChannels.size() - 1, 1.0));
    attends.add(0.0);
    return shapes(
        "unet",
        "unet_2d_condition",
        Map.of(
            "block_out_channels", numbers(unetChannels),
            "cross_attention_blocks", attends,
            "layers_per_block", number(layers),
            "cross_attention_dim", number(textWidth),
            "in_channels", number(LATENT),
            "out_channels", number(LATENT)));
  }

  /** Names and shapes of the autoencoder's weights. */
  Map<String, List<Long>> vae() throws PackException {
    return shapes(
        "vae",
        "autoencoder_kl",
        Map.of(
            "block_out_channels", numbers(vaeChannels),
            "layers_per_block", number(layers),
            "latent_channels", number(LATENT),
            "in_channels", number(IMAGE),
            "out_channels", number(IMAGE)));
  }

  /** Names and shapes of the text encoder's weights. */
  Map<String, List<Long>> textEncoder() throws PackException {
    return shapes(
        "text_encoder",
        "clip_text",
        Map.of(
            "num_hidden_layers", number(textLayers),
            "hidden_size", number(textWidth),
            "intermediate_size", number(textHidden()),
            "vocab_size", number(VOCABULARY),
            "max_position_embeddings", number(LENGTH)));
  }

  int textHidden() {
    return 4 * textWidth;
  }

  private static Map<String, List<Long>> shapes(
      String role, String architecture, Map<String, List<Double>> config) throws PackException {
    ModuleSpec spec = new ModuleSpec(architecture, config, role + ".safetensors");
    return Layouts.of(role, spec, Map.of()).shapes();
  }

  private static List<Double> number(int value) {
    return List.of((double) value);
  }

  private static List<Double> numbers(List<Integer> values) {
    return values.stream().map(Integer::doubleValue).toList();
  }
}
