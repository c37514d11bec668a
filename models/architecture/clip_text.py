# SPDX-License-Identifier: GPL-3.0-or-later
"""CLIP's text transformer (Radford et al., arXiv 2103.00020), transformers' key names.

Configuration: `num_hidden_layers`, `num_attention_heads`, and `hidden_act`: 0 for quick_gelu, 1 for
gelu. For `embed` also, optionally, `eos_token_id`.
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
        return layer_norm(w, "text_model.final_layer_norm", x).to(torch.float32)

    @torch.jit.export
    def embed(self, ids: Tensor) -> Tensor:
        """Token ids (B, L), int64, to the captions' projected embeddings (B, P), not of unit length.

        A caption's embedding is read at its first token `eos_token_id`; without that entry, or with
        2, which old configurations of CLIP say by mistake, at its first token of the highest id.
        """
        hidden = self.forward(ids)
        ends = ids
        if "eos_token_id" in self.c and number(self.c, "eos_token_id") != 2:
            ends = (ids == number(self.c, "eos_token_id")).to(torch.int64)
        pooled = hidden[torch.arange(ids.size(0), device=ids.device), ends.argmax(dim=-1)]
        projection = self.w["text_projection.weight"]
        return F.linear(pooled.to(projection.dtype), projection).to(torch.float32)
