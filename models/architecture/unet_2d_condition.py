# SPDX-License-Identifier: GPL-3.0-or-later
"""The denoising UNet of Stable Diffusion 1.x and 2.x (Rombach et al., arXiv 2112.10752), diffusers' key names.

Configuration: `layers_per_block`, `norm_num_groups`, `num_attention_heads` (one number, or one for each
resolution from the finest on), and `cross_attention_blocks`: for each resolution from the finest on, 1
where its blocks attend to the context and 0 where they do not. Channel counts follow from the weights,
and so does whether a transformer's projections are 1x1 convolutions, as in 1.x, or linear layers, as in 2.x.
"""

import math
from typing import Dict, List

import torch
import torch.nn.functional as F
from torch import Tensor

from attention_control import cross_attention, self_attention
from weightless import Weightless, conv, group_norm, layer_norm, linear, number, per_resolution


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
    w: Dict[str, Tensor],
    name: str,
    x: Tensor,
    context: Tensor,
    groups: int,
    heads: int,
    control: Dict[str, Tensor],
    maps: List[Tensor],
) -> Tensor:
    """Self-attention, cross-attention to the context (B, L, D) and a gated feed-forward layer."""
    b, channels, height, width = x.size(0), x.size(1), x.size(2), x.size(3)
    projects_linearly = w[name + ".proj_in.weight"].dim() == 2
    h = group_norm(w, name + ".norm", x, groups, 1e-6)
    if not projects_linearly:
        h = conv(w, name + ".proj_in", h, 1, 0)
    h = h.permute(0, 2, 3, 1).reshape(b, height * width, channels)
    if projects_linearly:
        h = linear(w, name + ".proj_in", h)
    block = name + ".transformer_blocks.0"
    h = h + self_attention(w, block + ".attn1", layer_norm(w, block + ".norm1", h), heads, control)
    normed = layer_norm(w, block + ".norm2", h)
    h = h + cross_attention(w, block + ".attn2", normed, context, heads, control, maps)
    gated = linear(w, block + ".ff.net.0.proj", layer_norm(w, block + ".norm3", h))
    value, gate = gated.chunk(2, dim=-1)
    h = h + linear(w, block + ".ff.net.2", value * F.gelu(gate))
    if projects_linearly:
        h = linear(w, name + ".proj_out", h)
    h = h.reshape(b, height, width, channels).permute(0, 3, 1, 2)
    if not projects_linearly:
        h = conv(w, name + ".proj_out", h, 1, 0)
    return x + h


def predict(
    w: Dict[str, Tensor],
    c: Dict[str, List[int]],
    sample: Tensor,
    timesteps: Tensor,
    context: Tensor,
    control: Dict[str, Tensor],
    maps: List[Tensor],
) -> Tensor:
    """The network, in its weights' precision; gives float32."""
    groups = number(c, "norm_num_groups")
    layers = number(c, "layers_per_block")
    attends = c["cross_attention_blocks"]
    resolutions = len(attends)
    dtype = w["conv_in.weight"].dtype
    sample, context = sample.to(dtype), context.to(dtype)

    channels = w["conv_in.weight"].size(0)
    embedding = timestep_embedding(timesteps, channels).to(dtype)
    embedding = linear(w, "time_embedding.linear_1", embedding)
    embedding = linear(w, "time_embedding.linear_2", F.silu(embedding))

    x = conv(w, "conv_in", sample)
    skips: List[Tensor] = [x]
    for i in range(resolutions):
        block = "down_blocks." + str(i)
        heads = per_resolution(c, "num_attention_heads", i)
        for j in range(layers):
            x = resnet(w, block + ".resnets." + str(j), x, embedding, groups)
            if attends[i] == 1:
                name = block + ".attentions." + str(j)
                x = transformer(w, name, x, context, groups, heads, control, maps)
            skips.append(x)
        if i < resolutions - 1:
            x = conv(w, block + ".downsamplers.0.conv", x, 2, 1)
            skips.append(x)

    heads = per_resolution(c, "num_attention_heads", resolutions - 1)
    x = resnet(w, "mid_block.resnets.0", x, embedding, groups)
    x = transformer(w, "mid_block.attentions.0", x, context, groups, heads, control, maps)
    x = resnet(w, "mid_block.resnets.1", x, embedding, groups)

    for i in range(resolutions):
        block = "up_blocks." + str(i)
        heads = per_resolution(c, "num_attention_heads", resolutions - 1 - i)
        for j in range(layers + 1):
            x = torch.cat([x, skips.pop()], dim=1)
            x = resnet(w, block + ".resnets." + str(j), x, embedding, groups)
            if attends[resolutions - 1 - i] == 1:
                name = block + ".attentions." + str(j)
                x = transformer(w, name, x, context, groups, heads, control, maps)
        if i < resolutions - 1:
            x = torch.ops.aten.upsample_nearest2d(x, [2 * x.size(2), 2 * x.size(3)])
            x = conv(w, block + ".upsamplers.0.conv", x)

    x = F.silu(group_norm(w, "conv_norm_out", x, groups, 1e-5))
    return conv(w, "conv_out", x).to(torch.float32)


class Unet2DCondition(Weightless):
    def forward(self, sample: Tensor, timesteps: Tensor, context: Tensor) -> Tensor:
        """Predict from a noisy sample.

        sample (B, C, H, W), H and W divisible by 2 to the number of resolutions less one; timesteps
        (B,) in 0..1000; context (B, L, D) from the text encoder. Gives (B, C', H, W), float32.
        """
        maps: List[Tensor] = []
        control = torch.jit.annotate(Dict[str, Tensor], {})
        return predict(self.w, self.c, sample, timesteps, context, control, maps)

    @torch.jit.export
    def controlled(
        self, sample: Tensor, timesteps: Tensor, context: Tensor, control: Dict[str, Tensor]
    ) -> Dict[str, Tensor]:
        """Predict under attention control (see attention_control.py).

        Gives `noise` as `forward` does and, where the control captures, `maps` (rows, P, L): the
        cross-attention maps, averaged over heads and layers.
        """
        maps: List[Tensor] = []
        noise = predict(self.w, self.c, sample, timesteps, context, control, maps)
        result = torch.jit.annotate(Dict[str, Tensor], {"noise": noise})
        if len(maps) > 0:
            result["maps"] = torch.stack(maps).mean(dim=0).to(torch.float32)
        return result
