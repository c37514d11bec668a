// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the configurations of transformers' CLIP, which leave out what is as in its classes. */
public final class ClipConfig {

  /** transformers' {@code CLIPTextConfig}. */
  private static final Map<String, Double> TEXT =
      Map.of(
          "vocab_size", 49408.0,
          "hidden_size", 512.0,
          "intermediate_size", 2048.0,
          "num_hidden_layers", 12.0,
          "num_attention_heads", 8.0,
          "max_position_embeddings", 77.0);

  /** transformers' {@code CLIPVisionConfig}. */
  private static final Map<String, Double> VISION =
      Map.of(
          "hidden_size", 768.0,
          "intermediate_size", 3072.0,
          "num_hidden_layers", 12.0,
          "num_attention_heads", 12.0,
          "num_channels", 3.0,
          "image_size", 224.0,
          "patch_size", 32.0);

  private ClipConfig() {}

  /** The text tower's configuration. */
  public static Map<String, List<Double>> text(HubJson json) throws ImportException {
    json.allowOnly("model_type", Set.of("clip_text_model"));
    return read(json, TEXT);
  }

  /** The image tower's configuration. */
  public static Map<String, List<Double>> vision(HubJson json) throws ImportException {
    json.allowOnly("model_type", Set.of("clip_vision_model"));
    return read(json, VISION);
  }

  private static Map<String, List<Double>> read(HubJson json, Map<String, Double> missing)
      throws ImportException {
    json.allowOnly("layer_norm_eps", Set.of("0.00001"));
    Map<String, List<Double>> config = new LinkedHashMap<>();
    for (String key : missing.keySet().stream().sorted().toList()) {
      config.put(key, List.of(json.number(key, missing.getOrDefault(key, 0.0))));
    }
    String activation = json.text("hidden_act").orElse("quick_gelu");
    config.put(
        "hidden_act",
        switch (activation) {
          case "quick_gelu" -> List.of(0.0);
          case "gelu" -> List.of(1.0);
          default -> throw json.wrong("hidden_act", "quick_gelu or gelu");
        });
    return config;
  }
}
