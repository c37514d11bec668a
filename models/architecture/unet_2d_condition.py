# SPDX-License-Identifier: GPL-3.0-or-later
"""The denoising UNet of Stable Diffusion 1.x (Rombach et al., arXiv 2112.10752), diffusers' key names.

Configuration: `layers_per_block`, `norm_num_groups`, `num_attention_heads`, and
`cross_attention_blocks`: for each resolution from the finest on, 1 where its blocks attend to the
context and 0 where they do not. Channel counts follow from the weights.
"""

import math
from typing import Dict, List, Optional

import torch
import torch.nn.functional as F
from torch import Tensor

from weightless import Weightless, attention, conv, group_norm, layer_norm, linear, number


def timestep_embedding(timesteps: Tensor, dimension: int) -> Tensor:
    """Sinusoidal embedding, cosines first: (B,) to (B, dimension)."""
    half = dimension // 2
    exponent = torch.arange(half, dtype=torch.float32, device=timesteps.device) / half
    angles = timesteps.to(torch.float32)[:, None] * torch.exp(-math.log(10000.0) * exponent)[None, :]
    return torch.cat([torch.cos(angles), torch.sin(angles)], dim=-1)


def resnet(w: Dict[str, Tensor], name: str, x: Tensor, embedding: Tensor, groups: int) -> Tensor:
    """Residual block (B, C, H, W) to (B, C', H, W), shifted by the timestep embedding (B, E)."""
    h = conv(w, name + ".conv1", F.silu(group_norm(w, name + ".norm1", x, groups, 1e-5)))
    h = h + linear(w, name + ".time_emb_proj", F.silu(embedding))[:, :, None, None]
    h = conv(w, name + ".conv2", F.silu(group_norm(w, name + ".norm2", h, groups, 1e-5)))
    if name + ".conv_shortcut.weight" in w:
        x = conv(w, name + ".conv_shortcut", x, 1, 0)
    return x + h


def transformer(
    w: Dict[str, Tensor], name: str, x: Tensor, context: Tensor, groups: int, heads: int
) -> Tensor:
    """Self-attention, cross-attention to the context (B, L, D) and a gated feed-forward layer."""
    b, channels, height, width = x.size(0), x.size(1), x.size(2), x.size(3)
    h = conv(w, name + ".proj_in", group_norm(w, name + ".norm", x, groups, 1e-6), 1, 0)
    h = h.permute(0, 2, 3, 1).reshape(b, height * width, channels)
    block = name + ".transformer_blocks.0"
    h = h + self_or_cross(w, block + ".attn1", layer_norm(w, block + ".norm1", h), None, heads)
    h = h + self_or_cross(w, block + ".attn2", layer_norm(w, block + ".norm2", h), context, heads)
    gated = linear(w, block + ".ff.net.0.proj", layer_norm(w, block + ".norm3", h))
    value, gate = gated.chunk(2, dim=-1)
    h = h + linear(w, block + ".ff.net.2", value * F.gelu(gate))
    h = h.reshape(b, height, width, channels).permute(0, 3, 1, 2)
    return x + conv(w, name + ".proj_out", h, 1, 0)


def self_or_cross(
    w: Dict[str, Tensor], name: str, x: Tensor, context: Optional[Tensor], heads: int
) -> Tensor:
    """Attention of x (B, L, C) to itself, or to a context (B, L', D)."""
    source = x
    if context is not None:
        source = context
    out = attention(
        linear(w, name + ".to_q", x),
        linear(w, name + ".to_k", source),
        linear(w, name + ".to_v", source),
        heads,
    )
    return linear(w, name + ".to_out.0", out)


def stage(
    w: Dict[str, Tensor],
    block: str,
    layer: int,
    x: Tensor,
    embedding: Tensor,
    context: Tensor,
    groups: int,
    heads: int,
    attends: bool,
) -> Tensor:
    """One residual block and, where the resolution attends, its transformer."""
    x = resnet(w, block + ".resnets." + str(layer), x, embedding, groups)
    if attends:
        x = transformer(w, block + ".attentions." + str(layer), x, context, groups, heads)
    return x


class Unet2DCondition(Weightless):
    def forward(self, sample: Tensor, timesteps: Tensor, context: Tensor) -> Tensor:
        """Predict from a noisy sample.

        sample (B, C, H, W), H and W divisible by 2 to the number of resolutions less one; timesteps
        (B,) in 0..1000; context (B, L, D) from the text encoder. Gives (B, C', H, W).
        """
        w = self.w
        groups = number(self.c, "norm_num_groups")
        heads = number(self.c, "num_attention_heads")
        layers = number(self.c, "layers_per_block")
        attends = self.c["cross_attention_blocks"]
        resolutions = len(attends)

        channels = w["conv_in.weight"].size(0)
        embedding = timestep_embedding(timesteps, channels).to(sample.dtype)
        embedding = linear(w, "time_embedding.linear_1", embedding)
        embedding = linear(w, "time_embedding.linear_2", F.silu(embedding))

        x = conv(w, "conv_in", sample)
        skips: List[Tensor] = [x]
        for i in range(resolutions):
            block = "down_blocks." + str(i)
            for j in range(layers):
                x = stage(w, block, j, x, embedding, context, groups, heads, attends[i] == 1)
                skips.append(x)
            if i < resolutions - 1:
                x = conv(w, block + ".downsamplers.0.conv", x, 2, 1)
                skips.append(x)

        x = resnet(w, "mid_block.resnets.0", x, embedding, groups)
        x = transformer(w, "mid_block.attentions.0", x, context, groups, heads)
        x = resnet(w, "mid_block.resnets.1", x, embedding, groups)

        for i in range(resolutions):
            block = "up_blocks." + str(i)
            attended = attends[resolutions - 1 - i] == 1
            for j in range(layers + 1):
                x = torch.cat([x, skips.pop()], dim=1)
                x = stage(w, block, j, x, embedding, context, groups, heads, attended)
            if i < resolutions - 1:
                x = torch.ops.aten.upsample_nearest2d(x, [2 * x.size(2), 2 * x.size(3)])
                x = conv(w, block + ".upsamplers.0.conv", x)

        x = F.silu(group_norm(w, "conv_norm_out", x, groups, 1e-5))
        return conv(w, "conv_out", x)
