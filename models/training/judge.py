# SPDX-License-Identifier: GPL-3.0-or-later
"""Train the judge: a multi-label classifier in DenseNet-121's layout, narrow, apart from the editor.

    python models/training/judge.py --layers DIR --films DIR --out DIR [--minutes N] [--from CHECKPOINT]

Backgrounds are bare phantoms and the training patients' films; devices and findings are
`judge_drawings`, never the editor's. Blur, sharpening, noise and resampling are applied to films with
and without devices alike, and strokes of blur are laid where no device is, so that neither tells a
device's absence. Resumes from OUT/judge.pt; prints losses and, at each checkpoint, the area under the
curve for devices within the AP films of validation patients. `export.py` puts it into the pack.
"""

import argparse
import copy
import math
import time
from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageFilter
from torch import Tensor, nn

import judge_drawings as drawings
from films import Layers, real_films
from judge_drawings import SIZE, painted
from samples import half

LABELS = ("Support Devices", "Pleural Effusion", "Cardiomegaly", "Lung Opacity")
DEVICES, EFFUSION, HEART, OPACITY = range(4)
FIRST, GROWTH, BOTTLENECK, BLOCKS = 32, 16, 4, (3, 4, 5, 4)
BATCH = 16
RATE = 2e-3
DRAWINGS = 500
CHECKPOINT_SECONDS = 120
AVERAGING = 0.995


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

    def __init__(self):
        super().__init__()
        parts = OrderedDict(
            conv0=nn.Conv2d(1, FIRST, 7, stride=2, padding=3, bias=False),
            norm0=nn.BatchNorm2d(FIRST),
            relu0=nn.ReLU(),
            pool0=nn.MaxPool2d(3, stride=2, padding=1),
        )
        channels = FIRST
        for i, layers in enumerate(BLOCKS):
            block = OrderedDict()
            for j in range(layers):
                block[f"denselayer{j + 1}"] = DenseLayer(channels)
                channels += GROWTH
            parts[f"denseblock{i + 1}"] = nn.Sequential(block)
            if i < len(BLOCKS) - 1:
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
        self.classifier = nn.Linear(channels, len(LABELS))

    def forward(self, x: Tensor) -> Tensor:
        return self.classifier(F.relu(self.features(x)).mean([2, 3]))


def centre_square(film: np.ndarray) -> np.ndarray:
    """The square about a film's centre, as the pack's classifier sees it: (SIZE, SIZE) in [0, 1]."""
    rows, columns = film.shape
    side = min(rows, columns)
    top, left = (rows - side) // 2, (columns - side) // 2
    image = Image.fromarray(film[top : top + side, left : left + side])
    return np.asarray(image.resize((SIZE, SIZE), Image.Resampling.BOX), dtype=np.float32) / 255


class Examples:
    """Draws films with their labels; -1 where a label is not known."""

    def __init__(self, layers: Layers, films):
        self.layers = layers
        self.bare = [centre_square(f.pixels) for f in films if not f.has_devices]
        self.bare_ap = [centre_square(f.pixels) for f in films if not f.has_devices and f.projection == "ap"]
        self.devices = [centre_square(f.pixels) for f in films if f.has_devices]
        random = np.random.default_rng(41)
        self.drawn = [np.uint8(255 * drawings.devices(random)) for _ in range(DRAWINGS)]

    def one(self, random: np.random.Generator):
        """A film (SIZE, SIZE) in [0, 1] and its labels (4,)."""
        kind = random.random()
        labels = np.zeros(4, np.float32)
        drawn = 0.5
        if kind < 0.2 and self.devices:
            film = self._of(self.devices, random)
            labels[:] = [1, -1, -1, -1]
        elif kind < 0.55 and self.bare_ap:
            film, drawn = self._of(self.bare_ap, random), 0.35
            labels[OPACITY] = -1
        elif kind < 0.75 and self.bare:
            film = self._of(self.bare, random)
            labels[OPACITY] = -1
        else:
            index = random.integers(self.layers.count)
            film = half(self.layers.film[index].astype(np.float32) / 255)
        if random.random() < 0.5:
            film = np.ascontiguousarray(film[:, ::-1])
        film = tone(film, random)
        # Nothing is drawn over films with devices of their own but findings' labels are unknown there.
        if labels[DEVICES] == 0:
            film = self._with_findings(film, labels, random)
            film = self._with_devices(film, labels, random, drawn)
        if random.random() < 0.5:
            film = self._strokes_of_blur(film, random)
        return degraded(moved(film, random), random), labels

    def _with_findings(self, film, labels, random):
        soft = np.quantile(film, random.uniform(0.6, 0.85))
        for label, draw, chance in ((OPACITY, drawings.opacity, 0.3), (HEART, drawings.heart, 0.3), (EFFUSION, drawings.fluid, 0.35)):
            if random.random() < chance:
                shade = min(0.95, soft * random.uniform(0.9, 1.1))
                field = draw(random)
                film = painted(film, field, shade)
                labels[label] = 1
        return film

    def _with_devices(self, film, labels, random, chance):
        if random.random() < chance:
            drawn = self._field(random)
            shade = random.uniform(0.8, 1)
            labels[DEVICES] = 1
            return painted(film, drawn * random.uniform(0.5, 1.1), shade)
        return film

    def _strokes_of_blur(self, film, random):
        """Blurs, or very slightly shades, what a drawing that is not there would have covered."""
        mask = self._field(random) > 0.05
        blurred = filtered(film, ImageFilter.GaussianBlur(random.uniform(0.5, 3)))
        return np.where(mask, blurred + random.uniform(-0.02, 0.01), film)

    def _field(self, random):
        field = self.drawn[random.integers(len(self.drawn))].astype(np.float32) / 255
        return field[:, ::-1] if random.random() < 0.5 else field

    @staticmethod
    def _of(films, random):
        return films[random.integers(len(films))]


def filtered(film: np.ndarray, kernel) -> np.ndarray:
    """A film through one of Pillow's filters."""
    image = Image.fromarray((film * 255).clip(0, 255).astype(np.uint8))
    return np.asarray(image.filter(kernel), dtype=np.float32) / 255


def tone(film: np.ndarray, random) -> np.ndarray:
    film = np.clip(film, 0, 1) ** random.uniform(0.7, 1.4)
    return film * random.uniform(0.85, 1.05) + random.uniform(-0.05, 0.05)


def moved(film: np.ndarray, random) -> np.ndarray:
    """Shifted and scaled a little."""
    side = random.uniform(0.86, 1.0) * SIZE
    left, top = random.uniform(0, SIZE - side, 2)
    image = Image.fromarray(film.astype(np.float32))
    box = (left, top, left + side, top + side)
    return np.asarray(image.resize((SIZE, SIZE), Image.Resampling.BILINEAR, box=box))


def degraded(film: np.ndarray, random) -> np.ndarray:
    """Blur, sharpening, resampling, noise: what must decide nothing."""
    kind = random.random()
    if kind < 0.3:
        film = filtered(film, ImageFilter.GaussianBlur(random.uniform(0.3, 1.3)))
    elif kind < 0.5:
        film = filtered(film, ImageFilter.UnsharpMask(random.uniform(0.5, 2), int(random.uniform(40, 180)), 0))
    elif kind < 0.65:
        small = int(random.uniform(0.5, 0.9) * SIZE)
        image = Image.fromarray(film.astype(np.float32)).resize((small, small), Image.Resampling.BOX)
        film = np.asarray(image.resize((SIZE, SIZE), Image.Resampling.BICUBIC))
    if random.random() < 0.5:
        film = film + random.normal(0, random.uniform(0.003, 0.025), film.shape)
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
    optimizer = torch.optim.AdamW(judge.parameters(), lr=RATE, weight_decay=0.02)
    step, minutes = 0, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        judge.load_state_dict(state["judge"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, minutes = state["step"], state["minutes"]
    print(f"{sum(p.numel() for p in judge.parameters())} parameters, from step {step}", flush=True)

    examples = Examples(Layers(arguments.layers, 2 * SIZE), real_films(arguments.films, 640, validation=False))
    validation = real_films(arguments.films, 640, validation=True)
    mark = last_saved = time.monotonic()
    mean = torch.zeros(len(LABELS))
    while minutes < arguments.minutes:
        warm = min(1.0, (step + 1) / 100)
        rate = RATE * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * min(1, minutes / arguments.minutes))) / 2)
        for group in optimizer.param_groups:
            group["lr"] = rate
        drawn = [examples.one(np.random.default_rng([5, step, i])) for i in range(BATCH)]
        films = torch.from_numpy(np.stack([film for film, _ in drawn]))[:, None] * 2 - 1
        labels = torch.from_numpy(np.stack([label for _, label in drawn]))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = judge(films).float()
        known = (labels >= 0).float()
        error = known * F.binary_cross_entropy_with_logits(logits, labels.clamp(0, 1), reduction="none")
        loss = error.sum(0) / known.sum(0).clamp(min=1)
        optimizer.zero_grad()
        (loss * torch.tensor([2.0, 1, 1, 1])).sum().backward()
        torch.nn.utils.clip_grad_norm_(judge.parameters(), 2.0)
        optimizer.step()
        step += 1
        keep = min(AVERAGING, (step + 1) / (step + 10))
        with torch.no_grad():
            for smooth, current in zip(average.state_dict().values(), judge.state_dict().values()):
                if smooth.dtype.is_floating_point:
                    smooth.lerp_(current, 1 - keep)
                else:
                    smooth.copy_(current)
        mean += loss.detach() / 50
        now = time.monotonic()
        minutes += (now - mark) / 60
        mark = now
        if step % 50 == 0:
            each = " ".join(f"{name.split()[-1]} {value:.3f}" for name, value in zip(LABELS, mean))
            print(f"step {step} minute {minutes:.1f} {each}", flush=True)
            mean.zero_()
        if now - last_saved > CHECKPOINT_SECONDS or minutes >= arguments.minutes:
            last_saved = now
            state = {"judge": judge.state_dict(), "average": average.state_dict()}
            state |= {"optimizer": optimizer.state_dict(), "step": step, "minutes": minutes}
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
            print("devices, validation, AP:", within_ap(average, validation), flush=True)


if __name__ == "__main__":
    main()
