// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.benchmark;

import java.util.List;
import java.util.Map;

/**
 * Names and shapes of the weights of CLIP's text encoder (arXiv 2103.00020) as transformers saves
 * them.
 *
 * @param vocabulary number of tokens
 * @param length tokens of a caption
 * @param width width of its layers
 * @param hidden width within their feed-forward parts
 * @param layers number of layers
 */
record TextEncoderShapes(int vocabulary, int length, int width, int hidden, int layers) {

  Map<String, List<Long>> byName() {
    Shapes shapes = new Shapes();
    shapes.add("text_model.embeddings.token_embedding.weight", vocabulary, width);
    shapes.add("text_model.embeddings.position_embedding.weight", length, width);
    for (int i = 0; i < layers; i++) {
      String layer = "text_model.encoder.layers." + i;
      for (String part : List.of(".k_proj", ".v_proj", ".q_proj", ".out_proj")) {
        shapes.linear(layer + ".self_attn" + part, width, width);
      }
      shapes.norm(layer + ".layer_norm1", width);
      shapes.linear(layer + ".mlp.fc1", width, hidden);
      shapes.linear(layer + ".mlp.fc2", hidden, width);
      shapes.norm(layer + ".layer_norm2", width);
    }
    shapes.norm("text_model.final_layer_norm", width);
    return shapes.byName();
  }
}
