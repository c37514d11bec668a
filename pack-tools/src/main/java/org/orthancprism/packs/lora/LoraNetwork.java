// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.lora;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that LoRAs may change.
 *
 * @param role the network
 * @param shapes names and shapes of its tensors, as diffusers and transformers 4 name them
 */
public record LoraNetwork(Role role, Map<String, List<Long>> shapes) {

  public LoraNetwork {
    shapes = Map.copyOf(shapes);
  }

  /** The networks that LoRAs are trained for, by their names in diffusers' pipelines. */
  public enum Role {
    UNET("unet"),
    TEXT_ENCODER("text_encoder");

    private final String label;

    Role(String label) {
      this.label = label;
    }

    /** What diffusers' names of its layers begin with. */
    public String label() {
      return label;
    }

    /** What kohya's names of its layers begin with. */
    List<String> kohya() {
      return switch (this) {
        case UNET -> List.of("lora_unet_");
        case TEXT_ENCODER -> List.of("lora_te_", "lora_te1_");
      };
    }
  }

  /** Shapes of the weights of linear and convolutional layers, by the layers' names. */
  Map<String, List<Long>> layers() {
    Map<String, List<Long>> layers = new LinkedHashMap<>();
    shapes.forEach(
        (name, shape) -> {
          if (name.endsWith(".weight") && (shape.size() == 2 || shape.size() == 4)) {
            layers.put(name.substring(0, name.length() - ".weight".length()), shape);
          }
        });
    return layers;
  }
}
