# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole edit by `direct`, as the Java engine makes it, for `bench_engine.py` to time.

The same steps on the same batches with the same attention control (models/architecture/attention_control.py),
over the TorchScript archives that the engine runs, or over diffusers' UNet and autoencoder. The captions'
encoder is the archive in both: it is a thousandth of an edit. Without local blend, word weights and sweeps.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from editing import align

SELF_LIMIT = 32 * 32


@dataclass
class Networks:
    """encode (1, 3, H, W) to moments, decode latents to (1, 3, H, W), noise (latents, t, context, control)."""

    encode: object
    decode: object
    noise: object
    text: object


class AttentionProcessor:
    """diffusers' attention under the engine's control: maps are made only where they are looked at."""

    def __init__(self):
        self.control: dict[str, Tensor] = {}

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, **_):
        source = hidden_states if encoder_hidden_states is None else encoder_hidden_states

        def split(x: Tensor) -> Tensor:
            return x.view(x.size(0), x.size(1), attn.heads, -1).transpose(1, 2)

        q, k, v = split(attn.to_q(hidden_states)), split(attn.to_k(source)), split(attn.to_v(source))
        if encoder_hidden_states is None:
            if "self_from" in self.control and hidden_states.size(1) <= SELF_LIMIT:
                rows = self.control["self_from"]
                q, k = q.index_select(0, rows), k.index_select(0, rows)
            out = F.scaled_dot_product_attention(q, k, v)
        elif "cross" in self.control:
            out = torch.cat([self.followed(q[:2], k[:2]) @ v[:2], F.scaled_dot_product_attention(q[2:], k[2:], v[2:])])
        else:
            out = F.scaled_dot_product_attention(q, k, v)
        return attn.to_out[0](out.transpose(1, 2).flatten(2))

    def followed(self, q: Tensor, k: Tensor) -> Tensor:
        own = (q @ k.transpose(-1, -2) * q.size(-1) ** -0.5).softmax(dim=-1)
        alphas = self.control["alphas"][:, None, None, :]
        mapped = own[:1] @ self.control["mapper"][:, None]
        return torch.cat([own[:1], mapped * alphas + own[1:] * (1 - alphas)])


@dataclass
class Edit:
    """One film and one target caption.

    film (1, 3, H, W) in [-1, 1]; captions' token ids without padding; ids (3, L) of the empty caption, the
    source's and the target's; alphas_cumprod (timesteps,); timesteps descending.
    """

    film: Tensor
    ids: Tensor
    source: list[int]
    target: list[int]
    alphas_cumprod: Tensor
    final_alpha: float
    timesteps: list[int]
    ratio: int
    guidance: float
    scaling: float
    cross_replace: float
    self_replace: tuple[float, float]

    def alpha_bar(self, t: int) -> float:
        return float(self.alphas_cumprod[t]) if t >= 0 else self.final_alpha

    def moved(self, latents: Tensor, noise: Tensor, start: float, end: float) -> Tensor:
        sample = (end / start) ** 0.5
        return latents * sample + noise * ((1 - end) ** 0.5 - sample * (1 - start) ** 0.5)

    def control(self, step: int) -> dict[str, Tensor]:
        steps, length = len(self.timesteps), self.ids.size(1)
        control: dict[str, Tensor] = {}
        if int(self.self_replace[0] * steps) <= step < int(self.self_replace[1] * steps):
            control["self_from"] = torch.tensor([0, 0, 2])
            control["self_limit"] = torch.tensor(SELF_LIMIT)
        if step < int(self.cross_replace * (steps + 1)):
            mapper, alphas = align(self.source, self.target, length)
            control["source"], control["target"] = torch.tensor([0]), torch.tensor([1])
            control["mapper"], control["alphas"] = mapper[None], alphas[None]
            control["equalizer"], control["cross"] = torch.ones(1, length), torch.ones(1, length)
            control["rows"] = torch.tensor(2)
        return control

    def run(self, networks: Networks) -> Tensor:
        """What the edit adds to the film as the autoencoder sees it (H, W)."""
        contexts = networks.text(self.ids)
        empty, source, target = contexts[:1], contexts[1:2], contexts[2:]
        latents = networks.encode(self.film).chunk(2, dim=1)[0] * self.scaling
        stations = [latents]
        for t in reversed(self.timesteps):
            noise = networks.noise(stations[-1], t, source, {})
            stations.append(self.moved(stations[-1], noise, self.alpha_bar(t - self.ratio), self.alpha_bar(t)))
        current = stations[-1]
        context = torch.cat([source, target, empty])
        for step, t in enumerate(self.timesteps):
            control = self.control(step)
            batch = torch.cat([stations[-1 - step], current, current])
            followed = 0 if control else 1  # a source that nothing looks at is left out
            towards, without = networks.noise(batch[followed:], t, context[followed:], control)[-2:].split(1)
            guided = without + (towards - without) * self.guidance
            current = self.moved(current, guided, self.alpha_bar(t), self.alpha_bar(t - self.ratio))
        before, after = [networks.decode(x / self.scaling).mean(dim=1)[0] for x in (latents, current)]
        return (after - before) / 2
