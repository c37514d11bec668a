# SPDX-License-Identifier: GPL-3.0-or-later
"""CLIP's image transformer (Radford et al., arXiv 2103.00020) with its projection, transformers' key
names.

Configuration: `num_hidden_layers`, `num_attention_heads`, and `hidden_act`: 0 for quick_gelu, 1 for
gelu. The size of patches and the number of positions follow from the weights.
"""

from typing import Dict

import torch
import torch.nn.functional as F
from torch import Tensor

from weightless import Weightless, attention, layer_norm, linear, number


def self_attention(w: Dict[str, Tensor], name: str, x: Tensor, heads: int) -> Tensor:
    """Attention of every patch of (B, L, C) to all."""
    q = linear(w, name + ".q_proj", x)
    k = linear(w, name + ".k_proj", x)
    v = linear(w, name + ".v_proj", x)
    return linear(w, name + ".out_proj", attention(q, k, v, heads))


def patches(w: Dict[str, Tensor], x: Tensor) -> Tensor:
    """Images (B, 3, H, W) to tokens (B, 1 + patches, C): the class token, then row by row."""
    kernel = w["vision_model.embeddings.patch_embedding.weight"]
    tokens = F.conv2d(x.to(kernel.dtype), kernel, None, kernel.size(2))
    tokens = tokens.flatten(2).transpose(1, 2)
    first = w["vision_model.embeddings.class_embedding"].expand(x.size(0), 1, -1)
    return torch.cat([first, tokens], dim=1) + w["vision_model.embeddings.position_embedding.weight"]


class ClipVision(Weightless):
    def forward(self, x: Tensor) -> Tensor:
        """Images (B, 3, H, W), normalised, to their projected embeddings (B, P), not of unit length.

        H and W are the sides that the positions were trained for.
        """
        w = self.w
        heads = number(self.c, "num_attention_heads")
        quick = number(self.c, "hidden_act") == 0
        x = layer_norm(w, "vision_model.pre_layrnorm", patches(w, x))
        for i in range(number(self.c, "num_hidden_layers")):
            layer = "vision_model.encoder.layers." + str(i)
            h = layer_norm(w, layer + ".layer_norm1", x)
            x = x + self_attention(w, layer + ".self_attn", h, heads)
            h = linear(w, layer + ".mlp.fc1", layer_norm(w, layer + ".layer_norm2", x))
            if quick:
                h = h * torch.sigmoid(1.702 * h)
            else:
                h = F.gelu(h)
            x = x + linear(w, layer + ".mlp.fc2", h)
        pooled = layer_norm(w, "vision_model.post_layernorm", x[:, 0])
        return linear(w, "visual_projection", pooled).to(torch.float32)
