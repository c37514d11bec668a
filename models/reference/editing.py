# SPDX-License-Identifier: GPL-3.0-or-later
"""All editing methods but InfEdit in plain PyTorch over diffusers' UNet, as their papers describe them.

Written for being compared with, not for speed: every attention map is held, every branch is predicted
under both captions, offsets are computed and added. Prompt-to-prompt: arXiv 2208.01626; null-text:
2211.09794; negative-prompt: 2305.16807; Direct Inversion: 2310.01506; virtual inversion: 2312.04965.
"""

from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor

SELF_LIMIT = 32 * 32
BLEND_START, BLEND_THRESHOLD = 0.2, 0.3


@dataclass
class Edit:
    """How one target follows the source: mapper (L, L), alphas (L), weights (L), shares of the steps, words."""

    mapper: Tensor
    alphas: Tensor
    weights: Tensor
    cross_replace: float
    self_replace: tuple[float, float]
    source_words: list[int] = field(default_factory=list)
    target_words: list[int] = field(default_factory=list)


def align(source: list[int], target: list[int], length: int) -> tuple[Tensor, Tensor]:
    """Refinement's mapper (length, length) and alphas (length) of two captions without padding."""
    rows, columns = len(source) + 1, len(target) + 1
    best = torch.zeros(rows, columns, dtype=torch.int64)
    came = [[None] * columns for _ in range(rows)]
    for i in range(1, rows):
        for j in range(1, columns):
            diagonal = best[i - 1, j - 1] + (1 if source[i - 1] == target[j - 1] else -1)
            best[i, j] = max(best[i, j - 1], best[i - 1, j], diagonal)
            came[i][j] = "left" if best[i, j] == best[i, j - 1] else "up" if best[i, j] == best[i - 1, j] else "both"
    mapper, alphas = torch.zeros(length, length), torch.ones(length)
    i, j = len(source), len(target)
    while j > 0:
        step = "left" if i == 0 else came[i][j]
        if step == "both":
            mapper[i - 1, j - 1] = 1
            i, j = i - 1, j - 1
        elif step == "left":
            alphas[j - 1] = 0
            j -= 1
        else:
            i -= 1
    for token in range(len(target), length):
        mapper[token, token] = 1
    return mapper, alphas


def swap(source: list[list[int]], target: list[list[int]], length: int) -> Tensor:
    """Replacement's mapper (length, length) of captions of as many words, each a list of its tokens.

    Behind the last swapped word the paper's code counts by the target's places alone.
    """
    mapper = torch.zeros(length, length)
    mapper[0, 0] = 1  # start
    swapped = [word for word in range(len(source)) if source[word] != target[word]]
    row, column = 1, 1
    for before, after in list(zip(source, target))[: swapped[-1] + 1 if swapped else 0]:
        same = len(before) == len(after)
        shares = torch.eye(len(before)) if same else 1 / len(after)
        mapper[row : row + len(before), column : column + len(after)] = shares
        row, column = row + len(before), column + len(after)
    while max(row, column) < length:
        mapper[column, column] = 1
        row, column = row + 1, column + 1
    return mapper


class Controller:
    """Controls the conditional half of a batch [without captions | source, targets...]."""

    def __init__(self, edits: list[Edit], steps: int, pixels: int, captures: bool):
        self.edits, self.steps, self.pixels, self.captures = edits, steps, pixels, captures
        self.step = 0
        self.seen, self.sums = [], 0

    def attention(self, weights: Tensor, crosses: bool) -> Tensor:
        """Changes maps (batch, heads, P, L) and remembers those of the captured size."""
        half = weights.size(0) // 2
        controlled = weights.clone()
        source = weights[half]
        for i, edit in enumerate(self.edits):
            own = weights[half + 1 + i]
            if crosses and self.step < int(edit.cross_replace * (self.steps + 1)):
                mapped = torch.einsum("hpw,wn->hpn", source, edit.mapper)
                followed = mapped * edit.alphas + own * (1 - edit.alphas)
                controlled[half + 1 + i] = followed * edit.weights
            elif not crosses and weights.size(2) <= SELF_LIMIT and self.replaces(edit):
                controlled[half + 1 + i] = source
        if crosses and self.captures and weights.size(2) == self.pixels:
            self.seen.append(controlled[half:])
        return controlled

    def replaces(self, edit: Edit) -> bool:
        """Whether self-attention is replaced in this step."""
        begin, end = (int(share * self.steps) for share in edit.self_replace)
        return begin <= self.step < end

    def end_step(self) -> None:
        if self.captures:
            self.sums = self.sums + torch.stack(self.seen).mean(dim=(0, 2))
        self.seen = []
        self.step += 1

    def blend(self, latents: Tensor) -> Tensor:
        """Local blend of latents (1 + K, C, H, W) after a step."""
        if not self.captures or self.step <= int(BLEND_START * self.steps):
            return latents
        blended = latents.clone()
        for i, edit in enumerate(self.edits):
            mask = self.mask(0, edit.source_words, latents) + self.mask(i + 1, edit.target_words, latents)
            if edit.source_words or edit.target_words:
                blended[i + 1] = latents[0] + (mask > 0) * (latents[i + 1] - latents[0])
        return blended

    def mask(self, row: int, words: list[int], latents: Tensor) -> Tensor:
        side = round(self.pixels**0.5)
        summed = self.sums[row][:, words].sum(dim=-1).view(1, 1, side, side)
        pooled = F.max_pool2d(summed, 3, 1, 1)
        large = F.interpolate(pooled, size=latents.shape[2:])
        return (large / large.max() > BLEND_THRESHOLD)[0]


class Processor:
    """diffusers' attention with every map computed and handed to a controller."""

    def __init__(self):
        self.controller = None

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, **_):
        source = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        b, heads = hidden_states.size(0), attn.heads

        def split(x: Tensor) -> Tensor:
            return x.view(b, x.size(1), heads, -1).transpose(1, 2)

        q, k, v = split(attn.to_q(hidden_states)), split(attn.to_k(source)), split(attn.to_v(source))
        weights = (q @ k.transpose(-1, -2) * q.size(-1) ** -0.5).softmax(dim=-1)
        if self.controller is not None:
            weights = self.controller.attention(weights, encoder_hidden_states is not None)
        out = (weights @ v).transpose(1, 2).flatten(2)
        return attn.to_out[0](out)


class Editor:
    """A UNet under DDIM, and the methods."""

    def __init__(self, unet, scheduler, steps: int, guidance: float):
        self.unet, self.scheduler, self.steps, self.guidance = unet, scheduler, steps, guidance
        self.processor = Processor()
        unet.set_attn_processor(self.processor)
        for parameter in unet.parameters():
            parameter.requires_grad_(False)
        scheduler.set_timesteps(steps)
        self.predicts_velocity = scheduler.config.prediction_type == "v_prediction"
        self.ratio = scheduler.config.num_train_timesteps // steps

    def noise(self, latents: Tensor, t, context: Tensor) -> Tensor:
        return self.unet(latents, t, encoder_hidden_states=context).sample

    def alpha_bar(self, t: int) -> Tensor:
        return self.scheduler.alphas_cumprod[t] if t >= 0 else self.scheduler.final_alpha_cumprod

    def move(self, noise: Tensor, start: Tensor, end: Tensor, latents: Tensor) -> Tensor:
        """DDIM between two levels of noise (arXiv 2010.02502, equation 12 without randomness)."""
        film = self.film(noise, start, latents)
        if self.predicts_velocity:
            noise = start**0.5 * noise + (1 - start) ** 0.5 * latents
        return end**0.5 * film + (1 - end) ** 0.5 * noise

    def film(self, output: Tensor, level: Tensor, latents: Tensor) -> Tensor:
        """The film that the network's output means; v as in arXiv 2202.00512, appendix D."""
        if self.predicts_velocity:
            return level**0.5 * latents - (1 - level) ** 0.5 * output
        return (latents - (1 - level) ** 0.5 * output) / level**0.5

    def back(self, noise: Tensor, t: int, latents: Tensor) -> Tensor:
        return self.move(noise, self.alpha_bar(t), self.alpha_bar(t - self.ratio), latents)

    def invert(self, latents: Tensor, source: Tensor) -> list[Tensor]:
        stations = [latents]
        with torch.no_grad():
            for t in reversed(self.scheduler.timesteps.tolist()):
                noise = self.noise(stations[-1], t, source)
                start, end = self.alpha_bar(t - self.ratio), self.alpha_bar(t)
                stations.append(self.move(noise, start, end, stations[-1]))
        return stations

    def guided(self, latents: Tensor, t: int, without: Tensor, contexts: Tensor) -> Tensor:
        unguided, towards = self.noise(torch.cat([latents] * 2), t, torch.cat([without, contexts])).chunk(2)
        return unguided + self.guidance * (towards - unguided)

    def null_contexts(self, stations: list[Tensor], source: Tensor, empty: Tensor) -> list[Tensor]:
        context, current, contexts = empty, stations[-1], []
        for i, t in enumerate(self.scheduler.timesteps.tolist()):
            context = context.clone().detach().requires_grad_(True)
            optimizer = torch.optim.Adam([context], lr=1e-2 * (1 - i / 100))
            with torch.no_grad():
                towards = self.noise(current, t, source)
            for _ in range(10):
                unguided = self.noise(current, t, context)
                reached = self.back(unguided + self.guidance * (towards - unguided), t, current)
                loss = F.mse_loss(reached, stations[-2 - i])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                if loss.item() < 1e-5 + i * 2e-5:
                    break
            contexts.append(context.detach())
            with torch.no_grad():
                current = self.back(self.guided(current, t, context, source), t, current)
        return contexts

    def edit(
        self, method: str, latents: Tensor, source: Tensor, targets: Tensor, empty: Tensor, controller, noises=None
    ) -> Tensor:
        """Latents (1 + K, C, H, W) of source and targets after the last step."""
        if method == "virtual":
            return self.virtual(latents, source, targets, empty, controller, noises)
        stations = self.invert(latents, source)
        rows = 1 + targets.size(0)
        contexts = torch.cat([source, targets])
        without = [empty] * self.steps
        if method == "null-text":
            without = self.null_contexts(stations, source, empty)
        elif method == "negative-prompt":
            without = [source] * self.steps
        offsets = self.offsets(stations, source, empty) if method == "direct" else None
        current = stations[-1].repeat(rows, 1, 1, 1)
        with torch.no_grad():
            for i, t in enumerate(self.scheduler.timesteps.tolist()):
                self.processor.controller = controller
                noise = self.guided(current, t, without[i].expand_as(contexts), contexts)
                self.processor.controller = None
                current = self.back(noise, t, current)
                if offsets is not None:
                    current = torch.cat([current[:1] + offsets[i], current[1:]])
                controller.end_step()
                current = controller.blend(current)
        return current

    def offsets(self, stations: list[Tensor], source: Tensor, empty: Tensor) -> list[Tensor]:
        offsets, current = [], stations[-1]
        with torch.no_grad():
            for i, t in enumerate(self.scheduler.timesteps.tolist()):
                reached = self.back(self.guided(current, t, empty, source), t, current)
                offsets.append(stations[-2 - i] - reached)
                current = reached + offsets[-1]
        return offsets

    def virtual(self, film: Tensor, source: Tensor, targets: Tensor, empty: Tensor, controller, noises) -> Tensor:
        """Guidance acts on the targets; the source is predicted under its caption alone."""
        timesteps = self.scheduler.timesteps.tolist()
        contexts = torch.cat([source, targets])
        a = self.alpha_bar(timesteps[0])
        current = (a**0.5 * film + (1 - a) ** 0.5 * noises[0]).repeat(len(contexts), 1, 1, 1)
        with torch.no_grad():
            for i, t in enumerate(timesteps):
                self.processor.controller = controller
                both = self.noise(torch.cat([current] * 2), t, torch.cat([empty.expand_as(contexts), contexts]))
                self.processor.controller = None
                unguided, towards = both.chunk(2)
                of_targets = unguided[1:] + self.guidance * (towards[1:] - unguided[1:])
                a = self.alpha_bar(t)
                if self.predicts_velocity:
                    predicted = film + self.film(of_targets, a, current[1:]) - self.film(towards[:1], a, current[:1])
                else:
                    known = (current[:1] - a**0.5 * film) / (1 - a) ** 0.5
                    noise = of_targets - towards[:1] + known
                    predicted = (current[1:] - (1 - a) ** 0.5 * noise) / a**0.5
                films = torch.cat([film, predicted])
                if i + 1 < len(timesteps):
                    b = self.alpha_bar(timesteps[i + 1])
                    films = b**0.5 * films + (1 - b) ** 0.5 * noises[i + 1]
                controller.end_step()
                current = controller.blend(films)
        return current
