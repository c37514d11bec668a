# SPDX-License-Identifier: GPL-3.0-or-later
"""The default pack's network: a text encoder, and a UNet that sees the source film.

The UNet takes the noisy film and the source film, both folded by pixel unshuffle (4), and gives a
residual and the logits of a change mask. The prediction is

    x0 = source + sigmoid(mask) * residual

in luminance scaled to [-1, 1]. Modules are made by diffusers and transformers, whose key names the
packs use; `models/architecture` computes the same function from the same weights.
"""

import math

import torch
import torch.nn.functional as F
from diffusers import UNet2DConditionModel
from torch import Tensor, nn
from transformers import CLIPTextConfig, CLIPTextModel

from captions import LENGTH, VOCABULARY

CHANNELS = (32, 64, 96, 128)
LAYERS = 1
GROUPS = 8
HEADS = 4
CONTEXT = 64
TEXT_LAYERS = 1
FOLD = 4


class Editor(nn.Module):
    """What is trained: `forward` predicts the edited film and its change mask."""

    def __init__(self):
        super().__init__()
        blocks = len(CHANNELS) - 1
        self.unet = UNet2DConditionModel(
            in_channels=2 * FOLD**2,
            out_channels=2 * FOLD**2,
            block_out_channels=CHANNELS,
            layers_per_block=LAYERS,
            norm_num_groups=GROUPS,
            attention_head_dim=HEADS,
            cross_attention_dim=CONTEXT,
            down_block_types=("DownBlock2D",) * blocks + ("CrossAttnDownBlock2D",),
            up_block_types=("CrossAttnUpBlock2D",) + ("UpBlock2D",) * blocks,
        )
        self.text_encoder = CLIPTextModel(
            CLIPTextConfig(
                vocab_size=len(VOCABULARY),
                hidden_size=CONTEXT,
                intermediate_size=2 * CONTEXT,
                num_hidden_layers=TEXT_LAYERS,
                num_attention_heads=HEADS,
                max_position_embeddings=LENGTH,
                hidden_act="quick_gelu",
            )
        )
        nn.init.zeros_(self.unet.conv_out.weight)

    def forward(self, noisy: Tensor, source: Tensor, time: Tensor, ids: Tensor):
        """Predict x0 and the mask's logits.

        noisy, source (B, 1, H, W) in about [-1, 1], H and W multiples of 16; time (B,) in (0, 1];
        ids (B, LENGTH) token ids. Gives two tensors (B, 1, H, W).
        """
        context = self.text_encoder(ids).last_hidden_state
        folded = torch.cat([F.pixel_unshuffle(noisy, FOLD), F.pixel_unshuffle(source, FOLD)], dim=1)
        out = self.unet(folded, time * 1000.0, context).sample
        residual = F.pixel_shuffle(out[:, : FOLD**2], FOLD)
        mask = F.pixel_shuffle(out[:, FOLD**2 :], FOLD)
        return source + torch.sigmoid(mask) * residual, mask


def alpha_bar(time: Tensor) -> Tensor:
    """Share of signal power at a time in [0, 1]: the cosine schedule (arXiv 2102.09672)."""
    return torch.cos(time * math.pi / 2) ** 2
