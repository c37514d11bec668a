# SPDX-License-Identifier: GPL-3.0-or-later
"""Teach the finished judge findings that are no bolder than real ones, and leave its devices as they are.

    python models/training/judge_findings.py --judge JUDGE/finished.pt --layers DIR --films DIR --out JUDGE/final.pt

The last block gets two layers more, which findings alone look at; all that stood before is frozen, and the
weights of devices on what is new are 0, so that what it says of devices stays. Each background, a bare phantom or
a training patient's film, is shown with one drawn finding and without, alike in all else, so that the background
gives nothing away; drawings are faint as often as bold. Films with devices of their own, of people who are likely
to have findings of their own, only say which of two has more of one. A finding counts from where drawings are told
best from films without (the greatest of Youden's index). One real film in five is not fitted to: on these it prints
what was reached.
"""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import judge_drawings as drawings
from films import Layers, real_films
from judge import (
    BLOCKS,
    DEVICES,
    EFFUSION,
    GROWTH,
    HEART,
    LABELS,
    OPACITY,
    DenseLayer,
    Examples,
    Judge,
    area_under_curve,
    centre_square,
    degraded,
    moved,
    place,
    tone,
)
from judge_drawings import SIZE, painted
from judge_head import best_threshold, finishing_arguments
from luminance import half

MORE = 3
FINISHED = (*BLOCKS[:-1], BLOCKS[-1] + MORE)
PAIRS = 2600
BATCH = 64
EPOCHS = 16
RATE = 2e-3
REAL = 0.75
# A drawn finding changes luminance by so much at least where it is densest, or nobody sees it.
VISIBLE = 0.06
# By how much the logits of a pair should differ, at least.
APART = 2.0
DRAWN = {EFFUSION: drawings.fluid, HEART: drawings.heart, OPACITY: drawings.opacity}


class Added(nn.Module):
    """The new layers, and the findings' part of the last."""

    def __init__(self, channels: int):
        super().__init__()
        self.old = channels
        self.layers = nn.Sequential(*(DenseLayer(channels + i * GROWTH) for i in range(MORE)))
        self.norm = nn.BatchNorm2d(MORE * GROWTH)
        self.last = nn.Linear(channels + MORE * GROWTH, len(LABELS) - 1)

    def forward(self, block: Tensor, pooled: Tensor) -> Tensor:
        """Logits of findings (B, 3) from the last block's output (B, C, h, w) and the old features (B, C)."""
        new = F.relu(self.norm(self.layers(block)[:, self.old :])).mean([2, 3])
        return self.last(torch.cat([pooled, new], dim=1))


class Pairs:
    """Draws films with a finding and without."""

    def __init__(self, examples: Examples, films):
        self.examples = examples
        self.real = [(centre_square(film.pixels), film.has_devices) for film in films]

    def pair(self, random: np.random.Generator, fitted: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, bool]:
        """The film without and with, (SIZE, SIZE) in [0, 1], the labels (2, 3), and whether what else is on
        the film is known."""
        films = [film for i, film in enumerate(self.real) if (i % 5 != 0) == fitted]
        if films and (random.random() < REAL or not fitted):
            film, has_devices = films[random.integers(len(films))]
        else:
            layers, has_devices = self.examples.layers, False
            film = half(layers.film[random.integers(layers.count)].astype(np.float32) / 255)
        # Hearts lie to the left: a mirrored film is not a film.
        film = tone(film, random)
        label = int(random.choice(list(DRAWN)))
        labels = np.zeros((2, len(LABELS) - 1), np.float32)
        for other in DRAWN:
            if other != label and random.random() < 0.2:
                film = self._with(film, other, random)
                labels[:, other - 1] = 1
        loaded = self._with(film, label, random)
        labels[1, label - 1] = 1
        if not has_devices and random.random() < 0.4:
            field = self.examples.drawn[random.integers(len(self.examples.drawn))].astype(np.float32) / 255
            shade = random.uniform(0.8, 1)
            film, loaded = painted(film, field, shade), painted(loaded, field, shade)
        box, seed = place(random), random.integers(2**31)
        one, other = (degraded(moved(f, box), np.random.default_rng(seed)) for f in (film, loaded))
        return one, other, labels, not has_devices

    @staticmethod
    def _with(film: np.ndarray, label: int, random) -> np.ndarray:
        """A film with a finding, from barely visible on; others are tried where it would not be seen."""
        soft = np.quantile(film[film > 0.05], random.uniform(0.6, 0.85))
        for _ in range(6):
            field = DRAWN[label](random) * random.uniform(0.35, 1)
            result = painted(film, field, min(0.95, soft * random.uniform(0.85, 1.1)))
            if np.quantile(result - film, 0.985) > VISIBLE:
                break
        return result


def seen(judge: Judge, films: np.ndarray) -> tuple[Tensor, Tensor]:
    """The last block's output (B, C, h, w) and the old pooled features (B, C) of films (B, SIZE, SIZE)."""
    blocks, pooled = [], []
    *before, norm = judge.features.children()
    with torch.no_grad():
        for first in range(0, len(films), BATCH):
            x = torch.from_numpy(films[first : first + BATCH])[:, None] * 2 - 1
            for module in before:
                x = module(x)
            blocks.append(x)
            pooled.append(F.relu(norm(x)).mean([2, 3]))
    return torch.cat(blocks), torch.cat(pooled)


def loss(logits: Tensor, truth: Tensor, known: Tensor) -> Tensor:
    """Cross entropy of films (2 B, 3) whose findings are known (2 B,), and how far the logits of pairs that
    differ by a finding fail to lie apart."""
    entropy = F.binary_cross_entropy_with_logits(logits[known], truth[known])
    differs = truth[1::2] - truth[::2]
    ranked = (differs * F.softplus(APART - (logits[1::2] - logits[::2]))).sum() / differs.sum()
    return entropy + 0.2 * ranked


def trained(block: Tensor, pooled: Tensor, truth: Tensor, known: Tensor) -> Added:
    torch.manual_seed(6)
    added = Added(block.shape[1])
    optimizer = torch.optim.AdamW(added.parameters(), lr=RATE, weight_decay=0.02)
    pairs = len(truth) // 2
    batches = pairs // (BATCH // 2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS * batches)
    for epoch in range(EPOCHS):
        order = torch.randperm(pairs)
        total = 0.0
        for batch in range(batches):
            chosen = order[batch * (BATCH // 2) : (batch + 1) * (BATCH // 2)]
            both = torch.stack([2 * chosen, 2 * chosen + 1], 1).flatten()
            error = loss(added(block[both], pooled[both]), truth[both], known[both])
            optimizer.zero_grad()
            error.backward()
            optimizer.step()
            schedule.step()
            total += error.item() / batches
        print(f"epoch {epoch + 1} loss {total:.3f}", flush=True)
    return added.eval()


def counted_from_best(added: Added, logits: Tensor, truth: Tensor) -> None:
    """Moves the logits so that each finding counts from where it is told best."""
    with torch.no_grad():
        for label in range(truth.shape[1]):
            values, drawn = logits[:, label], truth[:, label] == 1
            added.last.bias[label] -= best_threshold(values[drawn].tolist(), values[~drawn].tolist())


def joined(old: Judge, added: Added) -> Judge:
    """The judge with the new layers; devices do not look at them."""
    result = Judge(FINISHED)
    state = {name: value.clone() for name, value in old.state_dict().items()}
    for i in range(MORE):
        for name, value in added.layers[i].state_dict().items():
            state[f"features.denseblock4.denselayer{BLOCKS[-1] + 1 + i}.{name}"] = value
    for name, value in added.norm.state_dict().items():
        key = f"features.norm5.{name}"
        state[key] = torch.cat([state[key], value]) if value.ndim else value
    weight = torch.zeros_like(result.classifier.weight)
    weight[DEVICES, : added.old] = old.classifier.weight[DEVICES]
    weight[DEVICES + 1 :] = added.last.weight
    bias = torch.cat([old.classifier.bias[: DEVICES + 1], added.last.bias])
    state |= {"classifier.weight": weight, "classifier.bias": bias}
    result.load_state_dict({name: value.detach() for name, value in state.items()})
    return result.eval()


def main() -> None:
    arguments = finishing_arguments(__doc__)
    judge = Judge()
    judge.load_state_dict(torch.load(arguments.judge))
    judge.eval()
    training = real_films(arguments.films, 640, validation=False)
    pairs = Pairs(Examples(Layers(arguments.layers, 2 * SIZE), training), training)
    kept = PAIRS // 6
    drawn = [pairs.pair(np.random.default_rng([7, i]), fitted=i >= kept) for i in range(PAIRS)]
    print(f"{len(drawn)} pairs drawn", flush=True)
    films = np.stack([film for one, other, *_ in drawn for film in (one, other)])
    truth = torch.from_numpy(np.concatenate([labels for _, _, labels, _ in drawn]))
    known = torch.tensor([known for *_, known in drawn]).repeat_interleave(2)
    block, pooled = seen(judge, films)
    kept *= 2
    added = trained(block[kept:], pooled[kept:], truth[kept:], known[kept:])
    with torch.no_grad():
        logits = added(block[kept:], pooled[kept:])
    counted_from_best(added, logits[known[kept:]], truth[kept:][known[kept:]])
    final = joined(judge, added)
    with torch.no_grad():
        logits = added(block[:kept], pooled[:kept])
        apart = torch.from_numpy(films[:8])[:, None] * 2 - 1
        print("devices moved by", (final(apart)[:, DEVICES] - judge(apart)[:, DEVICES]).abs().max().item())
    for label, name in enumerate(LABELS[1:]):
        drawn_on, values = truth[:kept, label], logits[:, label]
        pair = (drawn_on[1::2] - drawn_on[::2]) > 0
        flips = ((values[1::2] > 0) & (values[::2] < 0))[pair].float().mean().item()
        drawn_on, values = drawn_on[known[:kept]], values[known[:kept]]
        area = area_under_curve(values[drawn_on == 1].tolist(), values[drawn_on == 0].tolist())
        print(
            f"{name}: AUC {area:.3f}, with {(values[drawn_on == 1] > 0).float().mean():.2f} and without "
            f"{(values[drawn_on == 0] > 0).float().mean():.2f} over 0.5, pairs {flips:.2f}, on films not fitted to"
        )
    torch.save(final.state_dict(), arguments.out)


if __name__ == "__main__":
    main()
