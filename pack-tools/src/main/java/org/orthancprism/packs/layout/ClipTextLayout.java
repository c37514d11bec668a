// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.layout;

import org.orthancprism.models.pack.PackException;

/**
 * CLIP's text transformer (Radford et al., arXiv 2103.00020) under transformers' names ({@code
 * CLIPTextModel}, or {@code CLIPTextModelWithProjection}).
 *
 * <p>Configuration: {@code num_hidden_layers}; {@code hidden_size}, {@code intermediate_size},
 * {@code vocab_size}, {@code max_position_embeddings} and {@code projection_dim} where it has them.
 */
final class ClipTextLayout {

  private static final String TOKENS = "text_model.embeddings.token_embedding.weight";
  private static final String POSITIONS = "text_model.embeddings.position_embedding.weight";
  private static final String PROJECTION = "text_projection.weight";

  private ClipTextLayout() {}

  /**
   * @param projects whether the projection must be there
   */
  static Layout of(Sizes sizes, boolean projects) throws PackException {
    LayoutBuilder layout = new LayoutBuilder();
    long width = sizes.numberOr("hidden_size", TOKENS, 1);
    layout.tensor(TOKENS, sizes.numberOr("vocab_size", TOKENS, 0), width);
    layout.tensor(POSITIONS, sizes.numberOr("max_position_embeddings", POSITIONS, 0), width);
    ClipEncoder.list(layout, "text_model", sizes, width);
    layout.norm("text_model.final_layer_norm", width);
    if (projects) {
      layout.tensor(PROJECTION, sizes.numberOr("projection_dim", PROJECTION, 0), width);
    } else if (sizes.shapes().containsKey(PROJECTION)) {
      layout.optional(PROJECTION, sizes.numberOr("projection_dim", PROJECTION, 0), width);
    }
    return layout.build();
  }
}
