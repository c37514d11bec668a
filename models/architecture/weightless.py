# SPDX-License-Identifier: GPL-3.0-or-later
"""What every architecture shares: weights that arrive by name, and the layers that use them.

A module here is saved as TorchScript without weights. Its user configures it and puts the tensors of
a safetensors file into it under their published names (diffusers and transformers), so that a pack
carries data only and the code stays ours. Layers look their weights up by prefix; a missing one
raises an error that names it.
"""

from typing import Dict, List

import torch
import torch.nn.functional as F
from torch import Tensor


class Weightless(torch.nn.Module):
    """A network that is filled through `configure`, `put` and `settle` before its first call."""

    w: Dict[str, Tensor]
    c: Dict[str, List[int]]
    last: str

    def __init__(self):
        super().__init__()
        self.w = torch.jit.annotate(Dict[str, Tensor], {})
        self.c = torch.jit.annotate(Dict[str, List[int]], {})
        self.last = ""

    @torch.jit.export
    def configure(self, name: str, values: Tensor) -> None:
        """Set the configuration entry `name` to the whole numbers in the 1-D tensor `values`."""
        whole = values.to(torch.int64)
        self.c[name] = torch.jit.annotate(List[int], whole.tolist())

    @torch.jit.export
    def put(self, name: str, t: Tensor) -> None:
        """Set the weight `name`, as it is."""
        self.w[name] = t
        self.last = name

    @torch.jit.export
    def settle(self, given: Tensor) -> Tensor:
        """Make the weight that was put last the network's own, and give what was given.

        Its numbers are copied, in the precision that `configure("precision", ...)` named before. This is no
        part of `put` since DJL calls methods that take a text in torch's inference mode, and what is made in
        it can't be used together with gradients.
        """
        t = self.w[self.last]
        if t.is_floating_point():
            self.w[self.last] = t.to(precision(self.c), copy=True)
        else:
            self.w[self.last] = t.clone()
        return given


def number(c: Dict[str, List[int]], name: str) -> int:
    """The first value of a configuration entry."""
    return c[name][0]


def precision(c: Dict[str, List[int]]) -> torch.dtype:
    """The type of weights and computation: 0 is float32, 1 float16, 2 bfloat16; float32 unless told."""
    if "precision" not in c:
        return torch.float32
    code = c["precision"][0]
    if code == 1:
        return torch.float16
    if code == 2:
        return torch.bfloat16
    return torch.float32


def per_resolution(c: Dict[str, List[int]], name: str, resolution: int) -> int:
    """A configuration entry that has one value for all resolutions or one for each, finest first."""
    values = c[name]
    if len(values) == 1:
        return values[0]
    return values[resolution]


def conv(w: Dict[str, Tensor], name: str, x: Tensor, stride: int = 1, padding: int = 1) -> Tensor:
    """2-D convolution with bias."""
    return F.conv2d(x, w[name + ".weight"], w[name + ".bias"], stride, padding)


def linear(w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
    """Linear layer; its bias is optional."""
    if name + ".bias" in w:
        return F.linear(x, w[name + ".weight"], w[name + ".bias"])
    return F.linear(x, w[name + ".weight"])


def group_norm(w: Dict[str, Tensor], name: str, x: Tensor, groups: int, eps: float) -> Tensor:
    """Group normalisation over channels."""
    return F.group_norm(x, groups, w[name + ".weight"], w[name + ".bias"], eps)


def layer_norm(w: Dict[str, Tensor], name: str, x: Tensor) -> Tensor:
    """Layer normalisation over the last dimension."""
    return F.layer_norm(x, [x.size(-1)], w[name + ".weight"], w[name + ".bias"], 1e-5)


def split_heads(x: Tensor, heads: int) -> Tensor:
    """(B, L, C) to (B, heads, L, C / heads)."""
    return x.view(x.size(0), x.size(1), heads, x.size(2) // heads).transpose(1, 2)


def merge_heads(x: Tensor) -> Tensor:
    """(B, heads, L, D) to (B, L, heads * D)."""
    return x.transpose(1, 2).reshape(x.size(0), x.size(2), x.size(1) * x.size(3))


def attention(q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
    """Multi-head attention of (B, Lq, C) queries over (B, Lk, C) keys and values; gives (B, Lq, C)."""
    out = F.scaled_dot_product_attention(split_heads(q, heads), split_heads(k, heads), split_heads(v, heads))
    return merge_heads(out)
