// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.configuration;

import jakarta.json.JsonArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the configuration of diffusers' {@code UNet2DConditionModel}. */
final class UnetConfig {

  private static final String ATTENDING_DOWN = "CrossAttnDownBlock2D";
  private static final String ATTENDING_UP = "CrossAttnUpBlock2D";

  /** What the architecture has built in, under diffusers' names. */
  private static final Map<String, Set<String>> FIXED =
      Map.ofEntries(
          Map.entry("_class_name", Set.of("UNet2DConditionModel")),
          Map.entry("act_fn", Set.of("silu")),
          Map.entry("addition_embed_type", Set.of()),
          Map.entry("addition_time_embed_dim", Set.of()),
          Map.entry("attention_type", Set.of("default")),
          Map.entry("center_input_sample", Set.of("false")),
          Map.entry("class_embed_type", Set.of()),
          Map.entry("class_embeddings_concat", Set.of("false")),
          Map.entry("conv_in_kernel", Set.of("3")),
          Map.entry("conv_out_kernel", Set.of("3")),
          Map.entry("cross_attention_norm", Set.of()),
          Map.entry("downsample_padding", Set.of("1")),
          Map.entry("dual_cross_attention", Set.of("false")),
          Map.entry("encoder_hid_dim", Set.of()),
          Map.entry("encoder_hid_dim_type", Set.of()),
          Map.entry("flip_sin_to_cos", Set.of("true")),
          Map.entry("freq_shift", Set.of("0")),
          Map.entry("mid_block_only_cross_attention", Set.of("false")),
          Map.entry("mid_block_scale_factor", Set.of("1")),
          Map.entry("mid_block_type", Set.of("UNetMidBlock2DCrossAttn")),
          Map.entry("norm_eps", Set.of("0.00001")),
          Map.entry("num_class_embeds", Set.of()),
          Map.entry("only_cross_attention", Set.of("false")),
          Map.entry("projection_class_embeddings_input_dim", Set.of()),
          Map.entry("resnet_out_scale_factor", Set.of("1")),
          Map.entry("resnet_skip_time_act", Set.of("false")),
          Map.entry("resnet_time_scale_shift", Set.of("default")),
          Map.entry("reverse_transformer_layers_per_block", Set.of()),
          Map.entry("time_cond_proj_dim", Set.of()),
          Map.entry("time_embedding_act_fn", Set.of()),
          Map.entry("time_embedding_dim", Set.of()),
          Map.entry("time_embedding_type", Set.of("positional")),
          Map.entry("timestep_post_act", Set.of()),
          Map.entry("transformer_layers_per_block", Set.of("1")),
          Map.entry("use_linear_projection", Set.of("false", "true")));

  private static final List<String> NUMBERS =
      List.of(
          "in_channels",
          "out_channels",
          "layers_per_block",
          "norm_num_groups",
          "cross_attention_dim");

  /**
   * What is read, and what does not matter here: dropout is of the training, and attention is
   * computed as {@code upcast_attention} asks for in any case.
   */
  private static final List<String> OTHERS =
      List.of(
          "addition_embed_type_num_heads",
          "attention_head_dim",
          "block_out_channels",
          "down_block_types",
          "dropout",
          "num_attention_heads",
          "sample_size",
          "up_block_types",
          "upcast_attention");

  private UnetConfig() {}

  /** The architecture's configuration. */
  static Map<String, List<Double>> read(HubJson json) throws ImportException {
    for (Map.Entry<String, Set<String>> fixed : FIXED.entrySet()) {
      json.allowOnly(fixed.getKey(), fixed.getValue());
    }
    Set<String> known = new HashSet<>(FIXED.keySet());
    known.addAll(NUMBERS);
    known.addAll(OTHERS);
    json.allowOnlyKnown(known);
    Map<String, List<Double>> config = new LinkedHashMap<>();
    for (String number : NUMBERS) {
      config.put(number, List.of(json.number(number)));
    }
    config.put("block_out_channels", json.numbers("block_out_channels"));
    config.put("cross_attention_blocks", attending(json));
    config.put("num_attention_heads", heads(json));
    if (json.truth("use_linear_projection", false)) {
      config.put("use_linear_projection", List.of(1.0));
    }
    return config;
  }

  /** diffusers calls the number of heads attention_head_dim in models of this age. */
  private static List<Double> heads(HubJson json) throws ImportException {
    String key = json.has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim";
    boolean isOne = !(json.json().get(key) instanceof JsonArray);
    return isOne ? List.of(json.number(key, 8)) : json.numbers(key);
  }

  private static List<Double> attending(HubJson json) throws ImportException {
    List<Double> attending = new ArrayList<>();
    for (String type : json.texts("down_block_types")) {
      if (!type.equals(ATTENDING_DOWN) && !type.equals("DownBlock2D")) {
        throw json.wrong("down_block_types", "CrossAttnDownBlock2D and DownBlock2D");
      }
      attending.add(type.equals(ATTENDING_DOWN) ? 1.0 : 0.0);
    }
    List<Double> up = new ArrayList<>();
    for (String type : json.texts("up_block_types")) {
      if (!type.equals(ATTENDING_UP) && !type.equals("UpBlock2D")) {
        throw json.wrong("up_block_types", "CrossAttnUpBlock2D and UpBlock2D");
      }
      up.add(type.equals(ATTENDING_UP) ? 1.0 : 0.0);
    }
    Collections.reverse(up);
    if (!up.equals(attending)) {
      throw json.wrong("up_block_types", "the mirror image of down_block_types");
    }
    return attending;
  }
}
