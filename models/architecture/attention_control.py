# SPDX-License-Identifier: GPL-3.0-or-later
"""Attention inside the UNet, with prompt-to-prompt's or InfEdit's control where it is asked for.

Prompt-to-prompt (Hertz et al., arXiv 2208.01626) lets the attention of an edited film follow that of its
source; InfEdit (Xu et al., arXiv 2312.04965, section 4) also lets a third film ask with the edited film's
queries for what the source shows. A control is a dictionary of tensors; each entry is optional, and an empty dictionary asks for no
control. B is the batch, L the number of tokens, K the number of edited films in the batch:

    self_from   (B,) int64      the row whose self-attention each row takes (section 3, "injection"): itself
                                where it keeps its own
    self_query  (B,) int64      the row whose queries each row takes in place of self_from's
    self_value  (B,) int64      the row whose values each row takes in place of its own
    self_limit  () int64        only layers of at most so many pixels take it
    source      (K,) int64      row of each edited film's source, among the first `rows`
    target      (K,) int64      row of each edited film, among the first `rows`
    mapper      (K, L, L)       source token to target token: replacement, or refinement's alignment
    alphas      (K, L)          1 where a target token has a counterpart in the source, else 0
    equalizer   (K, L)          weights of the target's tokens (attention re-weighting)
    cross       (K, L)          1 where this step replaces cross-attention, else 0
    rows        () int64        number of rows, from the first on, whose cross-attention is looked at
    capture     () int64        layers of so many pixels give their cross-attention maps of those rows
    slices      () int64        attention is computed in so many parts of its queries, to save memory

Rows beyond `rows`, and layers that are not looked at, take the memory-efficient way.
"""

from typing import Dict, List

import torch
import torch.nn.functional as F
from torch import Tensor

from weightless import linear, merge_heads, split_heads


def entry(control: Dict[str, Tensor], name: str, otherwise: int) -> int:
    """A whole number of a control."""
    if name in control:
        return int(control[name].item())
    return otherwise


def sliced_attention(q: Tensor, k: Tensor, v: Tensor, slices: int) -> Tensor:
    """Attention of split heads, the queries in parts."""
    if slices <= 1:
        return F.scaled_dot_product_attention(q, k, v)
    parts: List[Tensor] = []
    for part in q.chunk(slices, dim=2):
        parts.append(F.scaled_dot_product_attention(part, k, v))
    return torch.cat(parts, dim=2)


def self_attention(
    w: Dict[str, Tensor], name: str, x: Tensor, heads: int, control: Dict[str, Tensor]
) -> Tensor:
    """Attention of x (B, L, C) to itself.

    The softmax of another row's queries and keys over a row's own values is that other row's attention
    map applied to them, so that no map has to be held.
    """
    q = linear(w, name + ".to_q", x)
    k = linear(w, name + ".to_k", x)
    v = linear(w, name + ".to_v", x)
    if "self_from" in control and x.size(1) <= entry(control, "self_limit", 0):
        q = q.index_select(0, control["self_query" if "self_query" in control else "self_from"])
        k = k.index_select(0, control["self_from"])
        if "self_value" in control:
            v = v.index_select(0, control["self_value"])
    out = sliced_attention(
        split_heads(q, heads), split_heads(k, heads), split_heads(v, heads), entry(control, "slices", 1)
    )
    return linear(w, name + ".to_out.0", merge_heads(out))


def cross_attention(
    w: Dict[str, Tensor],
    name: str,
    x: Tensor,
    context: Tensor,
    heads: int,
    control: Dict[str, Tensor],
    maps: List[Tensor],
) -> Tensor:
    """Attention of x (B, P, C) to a context (B, L, D); appends maps (rows, P, L) where they are asked for."""
    q = split_heads(linear(w, name + ".to_q", x), heads)
    k = split_heads(linear(w, name + ".to_k", context), heads)
    v = split_heads(linear(w, name + ".to_v", context), heads)
    slices = entry(control, "slices", 1)
    rows = entry(control, "rows", 0)
    captures = x.size(1) == entry(control, "capture", 0)
    if rows == 0 or not (captures or "cross" in control):
        out = sliced_attention(q, k, v, slices)
    else:
        outs: List[Tensor] = []
        seen: List[Tensor] = []
        for part in q[:rows].chunk(max(slices, 1), dim=2):
            weights = looked_at(part, k[:rows], control)
            outs.append(torch.matmul(weights, v[:rows]))
            if captures:
                seen.append(weights.mean(dim=1))
        if captures:
            maps.append(torch.cat(seen, dim=1))
        out = torch.cat(outs, dim=2)
        if rows < x.size(0):
            out = torch.cat([out, sliced_attention(q[rows:], k[rows:], v[rows:], slices)], dim=0)
    return linear(w, name + ".to_out.0", merge_heads(out))


def looked_at(q: Tensor, k: Tensor, control: Dict[str, Tensor]) -> Tensor:
    """Cross-attention maps (rows, heads, P, L) of split heads, controlled.

    Logits are float32: those of Stable Diffusion 2.x exceed what float16 can hold (`upcast_attention`).
    """
    scale = q.size(-1) ** -0.5
    logits = torch.matmul(q.to(torch.float32), k.transpose(-1, -2).to(torch.float32)) * scale
    weights = torch.softmax(logits, dim=-1).to(q.dtype)
    if "cross" not in control:
        return weights
    own = weights.index_select(0, control["target"])
    of_source = weights.index_select(0, control["source"])
    alphas = control["alphas"][:, None, None, :].to(weights.dtype)
    cross = control["cross"][:, None, None, :].to(weights.dtype)
    mapped = torch.matmul(of_source, control["mapper"][:, None].to(weights.dtype))
    followed = mapped * alphas + own * (1 - alphas)
    if "equalizer" in control:
        followed = followed * control["equalizer"][:, None, None, :].to(weights.dtype)
    return weights.index_copy(0, control["target"], followed * cross + own * (1 - cross))
