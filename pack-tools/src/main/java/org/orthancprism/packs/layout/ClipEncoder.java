// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.layout;

import java.util.List;
import org.orthancprism.models.pack.PackException;

/** The stack of transformer layers that both of CLIP's towers have. */
final class ClipEncoder {

  private ClipEncoder() {}

  static void list(LayoutBuilder layout, String tower, Sizes sizes, long width)
      throws PackException {
    String layers = tower + ".encoder.layers.";
    long inner = sizes.numberOr("intermediate_size", layers + "0.mlp.fc1.weight", 0);
    long count = sizes.number("num_hidden_layers");
    for (int i = 0; i < count; i++) {
      String layer = layers + i;
      layout.norm(layer + ".layer_norm1", width);
      for (String projection : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        layout.linear(layer + ".self_attn." + projection, width, width);
      }
      layout.norm(layer + ".layer_norm2", width);
      layout.linear(layer + ".mlp.fc1", inner, width);
      layout.linear(layer + ".mlp.fc2", width, inner);
    }
  }
}
