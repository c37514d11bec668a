# SPDX-License-Identifier: GPL-3.0-or-later
"""Train the judge: a multi-label classifier in DenseNet-121's layout, narrow, apart from the editor.

    python models/training/judge.py --layers DIR --films DIR --out DIR [--minutes N] [--from CHECKPOINT]

Backgrounds are bare phantoms and the training patients' PA films without devices; devices and findings are
`judge_drawings`, never the editor's. Each background is shown twice, with drawn devices and without, and
never a film with devices of its own: such films look so different as a whole that a judge would learn
their looks, and an edit does not change these. What is drawn is also told cell by cell to the class
activation map, of which a film's logit is the mean. Blur, sharpening, noise and resampling are applied to
both alike, and weak strokes of blur are laid where no device is. From two fifths of the training on, half of
the drawn devices are smeared, up to broad bands without grain: a smeared device is still there.
No AP film of anybody is shown: all of them, with devices and without, are left to measure on. Resumes from
OUT/judge.pt; prints losses and, at each checkpoint, the area under the curve for devices within AP films, of
all patients and of those for validation. `judge_head.py` finishes it.
"""

import argparse
import copy
import math
import time
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageFilter
from torch import Tensor, nn

import judge_drawings as drawings
from checkpoints import follow, saved
from films import Layers, real_films
from judge_drawings import SIZE, painted
from luminance import half

LABELS = ("Support Devices", "Pleural Effusion", "Cardiomegaly", "Lung Opacity")
DEVICES, EFFUSION, HEART, OPACITY = range(4)
FIRST, GROWTH, BOTTLENECK, BLOCKS = 32, 16, 4, (3, 4, 5, 4)
PAIRS = 8
# Cells of the activation map, in either direction.
CELLS = SIZE // 32
# Of the labels' errors over films, and over cells.
WEIGHTS = (2.0, 2.0, 2.0, 1.5, 4.0, 2.0, 2.0, 2.0)
RATE = 2e-3
DRAWINGS = 500
SMEARED = 0.5
# Share of the training before devices are smeared: with smears from the start on nothing was learned.
PLAIN = 0.4
CHECKPOINT_SECONDS = 120


class DenseLayer(nn.Sequential):
    def __init__(self, channels: int):
        inner = BOTTLENECK * GROWTH
        super().__init__(
            OrderedDict(
                norm1=nn.BatchNorm2d(channels),
                relu1=nn.ReLU(),
                conv1=nn.Conv2d(channels, inner, 1, bias=False),
                norm2=nn.BatchNorm2d(inner),
                relu2=nn.ReLU(),
                conv2=nn.Conv2d(inner, GROWTH, 3, padding=1, bias=False),
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([x, super().forward(x)], dim=1)


class Judge(nn.Module):
    """Films (B, 1, H, W) in [-1, 1] to logits (B, labels); torchxrayvision's key names."""

    def __init__(self, blocks=BLOCKS, labels=LABELS):
        super().__init__()
        parts = OrderedDict(
            conv0=nn.Conv2d(1, FIRST, 7, stride=2, padding=3, bias=False),
            norm0=nn.BatchNorm2d(FIRST),
            relu0=nn.ReLU(),
            pool0=nn.MaxPool2d(3, stride=2, padding=1),
        )
        channels = FIRST
        for i, layers in enumerate(blocks):
            block = OrderedDict()
            for j in range(layers):
                block[f"denselayer{j + 1}"] = DenseLayer(channels)
                channels += GROWTH
            parts[f"denseblock{i + 1}"] = nn.Sequential(block)
            if i < len(blocks) - 1:
                parts[f"transition{i + 1}"] = nn.Sequential(
                    OrderedDict(
                        norm=nn.BatchNorm2d(channels),
                        relu=nn.ReLU(),
                        conv=nn.Conv2d(channels, channels // 2, 1, bias=False),
                        pool=nn.AvgPool2d(2),
                    )
                )
                channels //= 2
        parts["norm5"] = nn.BatchNorm2d(channels)
        self.features = nn.Sequential(parts)
        with torch.no_grad():
            parts["conv0"].weight[:24, 0] = ridges()
        self.classifier = nn.Linear(channels, len(labels))

    def activation(self, x: Tensor) -> Tensor:
        """The class activation map (B, labels, H/32, W/32), whose mean over all places is the logit."""
        features = F.relu(self.features(x))
        return F.conv2d(features, self.classifier.weight[:, :, None, None], self.classifier.bias)

    def forward(self, x: Tensor) -> Tensor:
        return self.classifier(F.relu(self.features(x)).mean([2, 3]))


def ridges() -> Tensor:
    """Filters (24, 7, 7) that answer to lines: second derivatives of Gaussians of 3 widths in 8 directions.
    A thousand steps are few for learning these from nothing."""
    y, x = torch.meshgrid(torch.arange(-3.0, 4), torch.arange(-3.0, 4), indexing="ij")
    filters = []
    for sigma in (0.6, 1.0, 1.6):
        for direction in range(8):
            angle = torch.tensor(math.pi * direction / 8)
            across = (x * angle.cos() + y * angle.sin()) / sigma
            along = (y * angle.cos() - x * angle.sin()) / (2 * sigma)
            filter = (1 - across**2) * torch.exp(-(across**2 + along**2) / 2)
            filter -= filter.mean()
            filters.append(filter / filter.norm())
    return torch.stack(filters)


class CellLogits(nn.Module):
    """Makes the activation map the logit of each cell; used in training alone, so that few cells with a
    wire may outweigh many without."""

    def __init__(self, labels=LABELS):
        super().__init__()
        self.scale = nn.Parameter(torch.zeros(1, len(labels), 1, 1))
        self.offset = nn.Parameter(torch.zeros(1, len(labels), 1, 1))

    def forward(self, activation: Tensor) -> Tensor:
        return activation * self.scale.exp() + self.offset


def centre_square(film: np.ndarray, size: int = SIZE) -> np.ndarray:
    """The square about a film's centre, as the pack's classifier sees it: (size, size) in [0, 1]."""
    rows, columns = film.shape
    side = min(rows, columns)
    top, left = (rows - side) // 2, (columns - side) // 2
    image = Image.fromarray(film[top : top + side, left : left + side])
    return np.asarray(image.resize((size, size), Image.Resampling.BOX), dtype=np.float32) / 255


class Example(NamedTuple):
    """A film (SIZE, SIZE) in [0, 1], its labels (4,), and those of its cells (4, CELLS, CELLS); -1 where
    it is not known."""

    film: np.ndarray
    labels: np.ndarray
    cells: np.ndarray


class Examples:
    """Draws pairs of examples that differ by devices alone."""

    def __init__(self, layers: Layers, films):
        self.layers = layers
        self.bare = [centre_square(f.pixels) for f in films if not f.has_devices and f.projection == "pa"]
        random = np.random.default_rng(41)
        self.drawn = [np.uint8(255 * drawings.devices(random)) for _ in range(DRAWINGS)]

    def pair(self, random: np.random.Generator, smear: float) -> list[Example]:
        """A film without devices and with, these smeared with the given probability."""
        real = bool(self.bare) and random.random() < 0.6
        if real:
            film = self.bare[random.integers(len(self.bare))]
        else:
            film = half(self.layers.film[random.integers(self.layers.count)].astype(np.float32) / 255)
        if random.random() < 0.5:
            film = np.ascontiguousarray(film[:, ::-1])
        fields = np.zeros((len(LABELS), SIZE, SIZE), np.float32)
        film = self._with_findings(tone(film, random), fields, random)
        devices = self._field(random) * random.uniform(0.5, 1.1)
        loaded = painted(film, devices, random.uniform(0.8, 1))
        if random.random() < smear:
            loaded = smeared(loaded, devices, random)
        box = place(random)
        mask = self._field(random) > 0.05 if random.random() < 0.5 else np.zeros((SIZE, SIZE), bool)
        seed = random.integers(2**31)
        examples = []
        for one, drawn in ((film, 0 * devices), (loaded, devices)):
            fields[DEVICES] = drawn
            one = self._strokes_of_blur(one, mask & (drawn < 0.02), np.random.default_rng(seed))
            one = degraded(moved(one, box), np.random.default_rng(seed + 1))
            examples.append(Example(one, *told(fields, box, real)))
        return examples

    def _with_findings(self, film, fields, random):
        soft = np.quantile(film, random.uniform(0.6, 0.85))
        for label, draw, chance in ((OPACITY, drawings.opacity, 0.3), (HEART, drawings.heart, 0.3), (EFFUSION, drawings.fluid, 0.35)):
            if random.random() < chance:
                fields[label] = draw(random)
                film = painted(film, fields[label], min(0.95, soft * random.uniform(0.9, 1.1)))
        return film

    @staticmethod
    def _strokes_of_blur(film, mask, random):
        """Blurs, or very slightly shades, what a drawing that is not there would have covered."""
        blurred = filtered(film, ImageFilter.GaussianBlur(random.uniform(0.3, 0.8)))
        return np.where(mask, blurred + random.uniform(-0.02, 0.01), film)

    def _field(self, random):
        field = self.drawn[random.integers(len(self.drawn))].astype(np.float32) / 255
        return field[:, ::-1] if random.random() < 0.5 else field


def filtered(film: np.ndarray, kernel) -> np.ndarray:
    """A film through one of Pillow's filters."""
    image = Image.fromarray((film * 255).clip(0, 255).astype(np.uint8))
    return np.asarray(image.filter(kernel), dtype=np.float32) / 255


def tone(film: np.ndarray, random) -> np.ndarray:
    film = np.clip(film, 0, 1) ** random.uniform(0.7, 1.4)
    return film * random.uniform(0.85, 1.05) + random.uniform(-0.05, 0.05)


def smeared(loaded: np.ndarray, devices: np.ndarray, random) -> np.ndarray:
    """A film blurred about its devices."""
    mask = Image.fromarray(np.uint8(255 * (devices > 0.05))).filter(ImageFilter.MaxFilter(2 * int(random.integers(1, 4)) + 1))
    kernel = ImageFilter.GaussianBlur(0.5 * 16 ** random.random())
    return np.where(np.asarray(mask) > 0, filtered(loaded, kernel), loaded)


def place(random) -> tuple[float, float, float, float]:
    """A part of a film, of nearly its size."""
    side = random.uniform(0.86, 1.0) * SIZE
    left, top = random.uniform(0, SIZE - side, 2)
    return (left, top, left + side, top + side)


def moved(film: np.ndarray, box) -> np.ndarray:
    """That part of a film at the film's size."""
    image = Image.fromarray(film.astype(np.float32))
    return np.asarray(image.resize((SIZE, SIZE), Image.Resampling.BILINEAR, box=box))


def told(fields: np.ndarray, box, real: bool) -> tuple[np.ndarray, np.ndarray]:
    """Labels (4,) and cells (4, CELLS, CELLS) of what is drawn (4, SIZE, SIZE) of a film."""
    side = SIZE // CELLS
    labels = np.float32(fields.max(axis=(1, 2)) > 0.1)
    cells = np.zeros((len(LABELS), CELLS, CELLS), np.float32)
    for label in np.flatnonzero(labels):
        blocks = moved(fields[label], box).reshape(CELLS, side, CELLS, side)
        most, none = ((blocks > 0.1).mean(axis=(1, 3)), 0.015), 0.001
        if label != DEVICES:
            most, none = (blocks.mean(axis=(1, 3)), 0.3), 0.05
        covered, enough = most
        cells[label] = np.where(covered >= enough, 1, np.where(covered <= none, 0, -1))
    if real:
        # Nobody has told where a film without devices has opacities of its own.
        cells[OPACITY][cells[OPACITY] == 0] = -1
        labels[OPACITY] = 1 if labels[OPACITY] else -1
    return labels, cells


def degraded(film: np.ndarray, random, sharpest: int = 180, noisiest: float = 0.025) -> np.ndarray:
    """Blur, sharpening up to so many per cent, resampling, noise: what must decide nothing."""
    rows, columns = film.shape
    kind = random.random()
    if kind < 0.3:
        film = filtered(film, ImageFilter.GaussianBlur(random.uniform(0.3, 1.3)))
    elif kind < 0.5:
        film = filtered(film, ImageFilter.UnsharpMask(random.uniform(0.5, 2), int(random.uniform(40, sharpest)), 0))
    elif kind < 0.65:
        share = random.uniform(0.5, 0.9)
        small = (int(share * columns), int(share * rows))
        image = Image.fromarray(film.astype(np.float32)).resize(small, Image.Resampling.BOX)
        film = np.asarray(image.resize((columns, rows), Image.Resampling.BICUBIC))
    if random.random() < 0.5:
        film = film + random.normal(0, random.uniform(0.003, noisiest), film.shape)
    return np.clip(film, 0, 1).astype(np.float32)


def area_under_curve(positive, negative) -> float:
    """Share of pairs that the judge puts in the right order (Mann and Whitney's statistic)."""
    pairs = [(p > n) + 0.5 * (p == n) for p in positive for n in negative]
    return float(np.mean(pairs)) if pairs else math.nan


def device_probabilities(judge: Judge, films) -> list[float]:
    with torch.no_grad():
        batch = torch.from_numpy(np.stack([centre_square(f.pixels) for f in films]))[:, None] * 2 - 1
        return torch.sigmoid(judge(batch)[:, DEVICES]).tolist()


def within_ap(judge: Judge, films) -> str:
    """The area under the curve for devices within AP films, with the number of either."""
    films = [f for f in films if f.projection == "ap"]
    found = device_probabilities(judge, films)
    positive = [p for p, f in zip(found, films) if f.has_devices]
    negative = [p for p, f in zip(found, films) if not f.has_devices]
    return (
        f"AUC {area_under_curve(positive, negative):.3f} ({len(positive)} with, {len(negative)} without), "
        f"over 0.5: {np.mean(np.array(positive) > 0.5):.2f} and {np.mean(np.array(negative) > 0.5):.2f}"
    )


def error(logits: Tensor, told: np.ndarray) -> Tensor:
    """The binary cross entropy of each label (4,), over what is known."""
    truth = torch.from_numpy(told)
    known = (truth >= 0).float()
    each = known * F.binary_cross_entropy_with_logits(logits, truth.clamp(0, 1), reduction="none")
    others = [d for d in range(each.ndim) if d != 1]
    return each.sum(others) / known.sum(others).clamp(min=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--layers", type=Path, required=True)
    parser.add_argument("--films", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=20, help="planned length of the whole training")
    parser.add_argument("--from", type=Path, dest="start", help="a judge.pt whose weights to start from")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    checkpoint = arguments.out / "judge.pt"

    torch.manual_seed(4)
    judge = Judge()
    if arguments.start:
        judge.load_state_dict(torch.load(arguments.start)["average"])
    average = copy.deepcopy(judge).eval()
    cell_logits = CellLogits()
    parameters = [*judge.parameters(), *cell_logits.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.02)
    step, minutes = 0, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        judge.load_state_dict(state["judge"])
        average.load_state_dict(state["average"])
        cell_logits.load_state_dict(state["cells"])
        optimizer.load_state_dict(state["optimizer"])
        step, minutes = state["step"], state["minutes"]
    print(f"{sum(p.numel() for p in judge.parameters())} parameters, from step {step}", flush=True)

    training = real_films(arguments.films, 640, validation=False)
    examples = Examples(Layers(arguments.layers, 2 * SIZE), training)
    validation = real_films(arguments.films, 640, validation=True)
    mark = last_saved = time.monotonic()
    mean = torch.zeros(2 * len(LABELS))
    while minutes < arguments.minutes:
        warm = min(1.0, (step + 1) / 100)
        rate = RATE * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * min(1, minutes / arguments.minutes))) / 2)
        for group in optimizer.param_groups:
            group["lr"] = rate
        smear = SMEARED if minutes > PLAIN * arguments.minutes else 0.0
        drawn = [e for i in range(PAIRS) for e in examples.pair(np.random.default_rng([5, step, i]), smear)]
        films = torch.from_numpy(np.stack([e.film for e in drawn]))[:, None] * 2 - 1
        with torch.autocast("cpu", dtype=torch.bfloat16):
            activation = judge.activation(films).float()
        of_films = error(activation.mean([2, 3]), np.stack([e.labels for e in drawn]))
        of_cells = error(cell_logits(activation), np.stack([e.cells for e in drawn]))
        loss = torch.cat([of_films, of_cells])
        optimizer.zero_grad()
        (loss * torch.tensor(WEIGHTS)).sum().backward()
        torch.nn.utils.clip_grad_norm_(judge.parameters(), 2.0)
        optimizer.step()
        step += 1
        follow(average, judge, step)
        mean += loss.detach() / 50
        now = time.monotonic()
        minutes += (now - mark) / 60
        mark = now
        if step % 50 == 0:
            each = " ".join(
                f"{name.split()[-1]} {of_films:.3f}/{of_cells:.3f}"
                for name, of_films, of_cells in zip(LABELS, mean[: len(LABELS)], mean[len(LABELS) :])
            )
            print(f"step {step} minute {minutes:.1f} {each}", flush=True)
            mean.zero_()
        if now - last_saved > CHECKPOINT_SECONDS or minutes >= arguments.minutes:
            last_saved = now
            state = {"judge": judge.state_dict(), "average": average.state_dict(), "cells": cell_logits.state_dict()}
            state |= {"optimizer": optimizer.state_dict(), "step": step, "minutes": minutes}
            saved(checkpoint, state)
            print("devices, all AP films:", within_ap(average, training + validation), flush=True)
            print("devices, validation patients' AP films:", within_ap(average, validation), flush=True)


if __name__ == "__main__":
    main()
