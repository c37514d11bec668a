// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the configuration of diffusers' {@code AutoencoderKL}. */
final class AutoencoderConfig {

  /** Stable Diffusion 1.x's, from before diffusers wrote it down. */
  private static final double SCALING = 0.18215;

  /** What the architecture has built in, under diffusers' names. */
  private static final Map<String, Set<String>> FIXED =
      Map.of(
          "_class_name", Set.of("AutoencoderKL"),
          "act_fn", Set.of("silu"),
          "in_channels", Set.of("3"),
          "out_channels", Set.of("3"),
          "latents_mean", Set.of(),
          "latents_std", Set.of(),
          "mid_block_add_attention", Set.of("true"),
          "shift_factor", Set.of(),
          "use_quant_conv", Set.of("true"),
          "use_post_quant_conv", Set.of("true"));

  private AutoencoderConfig() {}

  /** The architecture's configuration. */
  static Map<String, List<Double>> read(HubJson json) throws ImportException {
    for (Map.Entry<String, Set<String>> fixed : FIXED.entrySet()) {
      json.allowOnly(fixed.getKey(), fixed.getValue());
    }
    blocks(json, "down_block_types", "DownEncoderBlock2D");
    blocks(json, "up_block_types", "UpDecoderBlock2D");
    Map<String, List<Double>> config = new LinkedHashMap<>();
    config.put("in_channels", List.of(3.0));
    config.put("out_channels", List.of(3.0));
    for (String number : List.of("latent_channels", "layers_per_block", "norm_num_groups")) {
      config.put(number, List.of(json.number(number)));
    }
    config.put("block_out_channels", json.numbers("block_out_channels"));
    config.put("scaling_factor", List.of(json.number("scaling_factor", SCALING)));
    return config;
  }

  private static void blocks(HubJson json, String key, String only) throws ImportException {
    for (String type : json.texts(key)) {
      if (!type.equals(only)) {
        throw json.wrong(key, only + " alone");
      }
    }
  }
}
