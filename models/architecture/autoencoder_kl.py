# SPDX-License-Identifier: GPL-3.0-or-later
"""The variational autoencoder of Stable Diffusion 1.x (arXiv 2112.10752), diffusers' key names.

Configuration: `layers_per_block`, `norm_num_groups`, and `block_out_channels`, of which only the
number of entries (resolutions) is read; channel counts follow from the weights.
"""

from typing import Dict

import torch
import torch.nn.functional as F
from torch import Tensor

from weightless import Weightless, attention, conv, group_norm, linear, number


def resnet(w: Dict[str, Tensor], name: str, x: Tensor, groups: int) -> Tensor:
    """Residual block (B, C, H, W) to (B, C', H, W)."""
    h = conv(w, name + ".conv1", F.silu(group_norm(w, name + ".norm1", x, groups, 1e-6)))
    h = conv(w, name + ".conv2", F.silu(group_norm(w, name + ".norm2", h, groups, 1e-6)))
    if name + ".conv_shortcut.weight" in w:
        x = conv(w, name + ".conv_shortcut", x, 1, 0)
    return x + h


def middle(w: Dict[str, Tensor], name: str, x: Tensor, groups: int) -> Tensor:
    """Residual block, single-head self-attention over all pixels, residual block."""
    x = resnet(w, name + ".resnets.0", x, groups)
    b, channels, height, width = x.size(0), x.size(1), x.size(2), x.size(3)
    block = name + ".attentions.0"
    h = group_norm(w, block + ".group_norm", x, groups, 1e-6)
    h = h.view(b, channels, height * width).transpose(1, 2)
    h = attention(
        linear(w, block + ".to_q", h), linear(w, block + ".to_k", h), linear(w, block + ".to_v", h), 1
    )
    h = linear(w, block + ".to_out.0", h).transpose(1, 2).reshape(b, channels, height, width)
    return resnet(w, name + ".resnets.1", x + h, groups)


class AutoencoderKl(Weightless):
    def forward(self, x: Tensor) -> Tensor:
        """Image to latent moments; the same as `encode`."""
        return self.encode(x)

    @torch.jit.export
    def encode(self, x: Tensor) -> Tensor:
        """Images (B, 3, H, W) in [-1, 1] to (B, 2 L, H/f, W/f): mean, then log variance, unscaled."""
        w = self.w
        groups = number(self.c, "norm_num_groups")
        layers = number(self.c, "layers_per_block")
        resolutions = len(self.c["block_out_channels"])
        h = conv(w, "encoder.conv_in", x.to(w["encoder.conv_in.weight"].dtype))
        for i in range(resolutions):
            block = "encoder.down_blocks." + str(i)
            for j in range(layers):
                h = resnet(w, block + ".resnets." + str(j), h, groups)
            if i < resolutions - 1:
                h = conv(w, block + ".downsamplers.0.conv", F.pad(h, [0, 1, 0, 1]), 2, 0)
        h = middle(w, "encoder.mid_block", h, groups)
        h = conv(w, "encoder.conv_out", F.silu(group_norm(w, "encoder.conv_norm_out", h, groups, 1e-6)))
        return conv(w, "quant_conv", h, 1, 0).to(torch.float32)

    @torch.jit.export
    def decode(self, z: Tensor) -> Tensor:
        """Latents (B, L, H/f, W/f), unscaled, to images (B, 3, H, W), about [-1, 1]."""
        w = self.w
        groups = number(self.c, "norm_num_groups")
        layers = number(self.c, "layers_per_block")
        resolutions = len(self.c["block_out_channels"])
        z = z.to(w["post_quant_conv.weight"].dtype)
        h = conv(w, "decoder.conv_in", conv(w, "post_quant_conv", z, 1, 0))
        h = middle(w, "decoder.mid_block", h, groups)
        for i in range(resolutions):
            block = "decoder.up_blocks." + str(i)
            for j in range(layers + 1):
                h = resnet(w, block + ".resnets." + str(j), h, groups)
            if i < resolutions - 1:
                h = torch.ops.aten.upsample_nearest2d(h, [2 * h.size(2), 2 * h.size(3)])
                h = conv(w, block + ".upsamplers.0.conv", h)
        h = F.silu(group_norm(w, "decoder.conv_norm_out", h, groups, 1e-6))
        return conv(w, "decoder.conv_out", h).to(torch.float32)
