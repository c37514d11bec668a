// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.layout;

import org.orthancprism.models.pack.PackException;

/**
 * CLIP's image transformer (Radford et al., arXiv 2103.00020) with its projection under
 * transformers' names ({@code CLIPVisionModelWithProjection}, {@code pre_layrnorm} as spelled
 * there).
 *
 * <p>Configuration: {@code num_hidden_layers}; {@code hidden_size}, {@code intermediate_size},
 * {@code num_channels}, {@code image_size}, {@code patch_size} and {@code projection_dim} where it
 * has them.
 */
final class ClipVisionLayout {

  private static final String CLASS = "vision_model.embeddings.class_embedding";
  private static final String PATCHES = "vision_model.embeddings.patch_embedding.weight";
  private static final String POSITIONS = "vision_model.embeddings.position_embedding.weight";
  private static final String PROJECTION = "visual_projection.weight";

  private ClipVisionLayout() {}

  static Layout of(Sizes sizes) throws PackException {
    LayoutBuilder layout = new LayoutBuilder();
    long width = sizes.numberOr("hidden_size", CLASS, 0);
    long patch = sizes.numberOr("patch_size", PATCHES, 2);
    layout.tensor(CLASS, width);
    layout.tensor(PATCHES, width, sizes.numberOr("num_channels", PATCHES, 1), patch, patch);
    layout.tensor(POSITIONS, positions(sizes, patch), width);
    layout.norm("vision_model.pre_layrnorm", width);
    ClipEncoder.list(layout, "vision_model", sizes, width);
    layout.norm("vision_model.post_layernorm", width);
    layout.tensor(PROJECTION, sizes.numberOr("projection_dim", PROJECTION, 0), width);
    return layout.build();
  }

  /** One for the class token and one for each patch. */
  private static long positions(Sizes sizes, long patch) throws PackException {
    if (!sizes.spec().config().containsKey("image_size")) {
      return sizes.dimension(POSITIONS, 0);
    }
    long side = sizes.number("image_size") / patch;
    return 1 + side * side;
  }
}
