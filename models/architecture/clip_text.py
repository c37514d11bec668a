# SPDX-License-Identifier: GPL-3.0-or-later
"""CLIP's text transformer (Radford et al., arXiv 2103.00020), transformers' key names.

Configuration: `num_hidden_layers`, `num_attention_heads`, and `hidden_act`: 0 for quick_gelu, 1 for
gelu.
"""

from typing import Dict

import torch
import torch.nn.functional as F
from torch import Tensor

from weightless import Weightless, layer_norm, linear, number


def causal_attention(w: Dict[str, Tensor], name: str, x: Tensor, heads: int) -> Tensor:
    """Self-attention of (B, L, C) in which a token sees only itself and those before it."""
    b, length, channels = x.size(0), x.size(1), x.size(2)
    shape = [b, length, heads, channels // heads]
    q = linear(w, name + ".q_proj", x).view(shape).transpose(1, 2)
    k = linear(w, name + ".k_proj", x).view(shape).transpose(1, 2)
    v = linear(w, name + ".v_proj", x).view(shape).transpose(1, 2)
    out = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    return linear(w, name + ".out_proj", out.transpose(1, 2).reshape(b, length, channels))


class ClipText(Weightless):
    def forward(self, ids: Tensor) -> Tensor:
        """Token ids (B, L), int64, to the last hidden state (B, L, D) after the final layer norm."""
        w = self.w
        heads = number(self.c, "num_attention_heads")
        quick = number(self.c, "hidden_act") == 0
        positions = w["text_model.embeddings.position_embedding.weight"]
        x = F.embedding(ids, w["text_model.embeddings.token_embedding.weight"])
        x = x + positions[: ids.size(1)]
        for i in range(number(self.c, "num_hidden_layers")):
            layer = "text_model.encoder.layers." + str(i)
            h = layer_norm(w, layer + ".layer_norm1", x)
            x = x + causal_attention(w, layer + ".self_attn", h, heads)
            h = linear(w, layer + ".mlp.fc1", layer_norm(w, layer + ".layer_norm2", x))
            if quick:
                h = h * torch.sigmoid(1.702 * h)
            else:
                h = F.gelu(h)
            x = x + linear(w, layer + ".mlp.fc2", h)
        return layer_norm(w, "text_model.final_layer_norm", x)
