# SPDX-License-Identifier: GPL-3.0-or-later
"""Train the judge of devices: a second network of the pack's classifier, that looks twice as closely.

    python models/training/judge_devices.py --from CLASSIFIER.safetensors --layers DIR --films DIR --out DIR [--minutes N]

`judge.py` sees films at 256 pixels, where a wire that is smeared to a band is as good as gone. This sees them at
512, in crops of 256 while it learns, and starts from a classifier's layers. Pairs differ by drawn devices alone, as there;
more than half of these are smeared: blurred where they lie, which takes the film's grain as well, and here and there with
grain put back. Where no device is, strokes are laid that look as a good edit leaves a film: smoothed a little, or smooth
with the film's grain put back. Words, side markers and borders of collimation stand on films with devices and without
(`judge_printed`). What is drawn is told cell by cell. No AP film of anybody is shown, and none with devices.

A film counts as bearing devices from where training patients' AP films with and without are told apart best (the greatest
of Youden's index). Resumes from OUT/judge.pt; writes OUT/devices.pt at the end.
"""

import argparse
import copy
import math
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageFilter
from safetensors.torch import load_file

import judge_drawings as drawings
from checkpoints import follow, saved
from films import Layers, real_films
from judge import (
    DEVICES,
    LABELS,
    CellLogits,
    Judge,
    area_under_curve,
    centre_square,
    degraded,
    error,
    filtered,
    tone,
)
from judge_drawings import painted
from judge_head import best_threshold
from judge_printed import bordered, printed

FULL, CROP, CELLS = 512, 256, 8
PAIRS = 8
RATE = 1.5e-3
DRAWINGS = 500
# Softness of a drawing's border, in thirds of two pixels, at least.
SHARPEST = 0.4
# Share of the drawn devices that are smeared, in the first part of the training and after it.
PLAIN, SMEARED_AT_FIRST, SMEARED = 0.15, 0.15, 0.55
# Per cent of sharpening, and noise, at most.
SHARPENED, NOISIEST = 150, 0.03
DEVICES_ALONE = LABELS[DEVICES : DEVICES + 1]
CHECKPOINT_SECONDS = 420


def enlarged(field: np.ndarray) -> np.ndarray:
    """A field (SIZE, SIZE) as one of (FULL, FULL)."""
    image = Image.fromarray(field.astype(np.float32))
    return np.asarray(image.resize((FULL, FULL), Image.Resampling.BILINEAR))


def grain(film: np.ndarray, random) -> np.ndarray:
    """The film's own grain from elsewhere on it."""
    fine = film - filtered(film, ImageFilter.GaussianBlur(1.2))
    return np.roll(fine, random.integers(-60, 60, 2), (0, 1))


def smeared(loaded: np.ndarray, devices: np.ndarray, random) -> np.ndarray:
    """A film that is blurred where its devices are, up to bands of which little is left."""
    wide = ImageFilter.MaxFilter(2 * int(random.integers(1, 6)) + 1)
    mask = np.asarray(Image.fromarray(np.uint8(255 * (devices > 0.04))).filter(wide), dtype=np.float32) / 255
    if random.random() < 0.5:
        mask = filtered(mask, ImageFilter.GaussianBlur(random.uniform(0.5, 2)))
    result = loaded + mask * (filtered(loaded, ImageFilter.GaussianBlur(0.8 * 14 ** random.random())) - loaded)
    if random.random() < 0.2:
        result = result + mask * grain(loaded, random) * random.uniform(0.3, 1)
    return result


def touched(film: np.ndarray, mask: np.ndarray, random) -> np.ndarray:
    """A film with strokes (H, W) as a good edit leaves them: smoothed a little, or smooth with its grain put back."""
    if random.random() < 0.4:
        result = filtered(film, ImageFilter.GaussianBlur(random.uniform(0.3, 0.9)))
    else:
        result = filtered(film, ImageFilter.GaussianBlur(random.uniform(0.8, 1.8)))
        result = result + grain(film, random) * random.uniform(0.6, 1.1)
    soft = filtered(mask.astype(np.float32), ImageFilter.GaussianBlur(random.uniform(0.5, 1.5)))
    return film + soft * (result + random.uniform(-0.012, 0.008) - film)


class Crops:
    """Draws pairs of crops that differ by devices alone."""

    def __init__(self, layers: Layers, films):
        self.layers = layers
        self.bare = [centre_square(f.pixels, FULL) for f in films if not f.has_devices and f.projection == "pa"]
        random = np.random.default_rng(41)
        self.drawn = [np.uint8(255 * drawings.devices(random, FULL // drawings.SIZE, SHARPEST)) for _ in range(DRAWINGS)]

    def pair(self, random: np.random.Generator, smear: float):
        """A crop (CROP, CROP) in [0, 1] without devices and one with, each with its label (1,) and its cells' labels
        (1, CELLS, CELLS), -1 where it is not known."""
        film = self._film(random)
        cut, devices = self._place(random)
        film, devices = cut(film), devices * random.uniform(0.4, 1.1)
        if random.random() < 0.5:
            film = film + random.normal(0, random.uniform(0.005, 0.035), film.shape)
        loaded = painted(film, devices, random.uniform(0.75, 1))
        visible = loaded - film > 0.012
        if random.random() < smear:
            loaded = smeared(loaded, devices, random)
        strokes = cut(self._field(random)) > 0.05
        seed = random.integers(2**31)
        with_strokes = random.random() < 0.6
        if with_strokes and random.random() < 0.4:
            strokes = devices > 0.04
        with_words, with_border = random.random() < 0.5, random.random() < 0.3
        if with_border:
            devices = np.where(hidden_by_border(seed), 0, devices)
        pair = []
        for one, drawn in ((film, 0 * devices), (loaded, devices)):
            if with_strokes:
                one = touched(one, strokes & (drawn < 0.02), np.random.default_rng(seed))
            if with_words:
                one = printed(one, np.random.default_rng(seed + 2))
            if with_border:
                one = bordered(one, np.random.default_rng(seed + 3))
            pair.append((degraded(one, np.random.default_rng(seed + 1), SHARPENED, NOISIEST), *told(drawn * visible)))
        return pair

    def _film(self, random) -> np.ndarray:
        if random.random() < 0.65:
            film = self.bare[random.integers(len(self.bare))]
        else:
            film = self.layers.film[random.integers(self.layers.count)].astype(np.float32) / 255
        if random.random() < 0.5:
            film = np.ascontiguousarray(film[:, ::-1])
        film = tone(film, random)
        soft = np.quantile(film[::8, ::8], random.uniform(0.6, 0.85))
        for draw, chance in ((drawings.opacity, 0.15), (drawings.heart, 0.1), (drawings.fluid, 0.15)):
            if random.random() < chance:
                film = painted(film, enlarged(draw(random)), min(0.95, soft * random.uniform(0.9, 1.1)))
        return film

    def _place(self, random):
        """What cuts a crop, of a film somewhat larger or smaller, and devices that lie there."""
        side = int(CROP * random.uniform(0.85, 1.15))
        field = self._field(random)
        for _ in range(4):
            top, left = random.integers(0, FULL - side + 1, 2)
            if (field[top : top + side, left : left + side] > 0.1).mean() > 0.004:
                break
            field = self._field(random)

        def cut(plane: np.ndarray) -> np.ndarray:
            image = Image.fromarray(plane.astype(np.float32))
            return np.asarray(image.resize((CROP, CROP), Image.Resampling.BILINEAR, box=(left, top, left + side, top + side)))

        return cut, cut(field)

    def _field(self, random) -> np.ndarray:
        field = self.drawn[random.integers(len(self.drawn))]
        return (field[:, ::-1] if random.random() < 0.5 else field).astype(np.float32) / 255


def hidden_by_border(seed: int) -> np.ndarray:
    """What a border (CROP, CROP) covers, told by how much of black and of white it lets through."""
    black, white = (bordered(np.full((CROP, CROP), v), np.random.default_rng(seed + 3)) for v in (0.0, 1.0))
    return np.abs(white - black) < 0.5


def told(devices: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Label and cells' labels of what is drawn and seen."""
    side = CROP // CELLS
    covered = (devices.reshape(CELLS, side, CELLS, side) > 0.05).mean(axis=(1, 3))
    cells = np.where(covered >= 0.012, 1, np.where(covered <= 0.001, 0, -1)).astype(np.float32)[None]
    return np.float32([1 if (cells == 1).any() else 0 if (cells == 0).all() else -1]), cells


def device_logits(judge: Judge, films) -> list[float]:
    with torch.no_grad():
        return [judge(torch.from_numpy(centre_square(f.pixels, FULL))[None, None] * 2 - 1).item() for f in films]


def report(judge: Judge, training, validation) -> float:
    """Prints how AP films are told apart; returns from which logit on devices count."""
    parts = []
    for films in (training, validation):
        films = [f for f in films if f.projection == "ap"]
        seen = device_logits(judge, films)
        parts.append(([v for v, f in zip(seen, films) if f.has_devices], [v for v, f in zip(seen, films) if not f.has_devices]))
    (with_, without), (kept_with, kept_without) = parts
    threshold = best_threshold(with_, without)
    print(
        f"AP films, area under the curve: {area_under_curve(with_ + kept_with, without + kept_without):.3f} of all "
        f"patients, {area_under_curve(kept_with, kept_without):.3f} of validation; devices count from {threshold:.2f} on",
        flush=True,
    )
    return threshold


def started_from(classifier: Path) -> Judge:
    """A judge of devices alone with a classifier's layers, of those that it has."""
    judge = Judge(labels=DEVICES_ALONE)
    state = load_file(classifier)
    own = judge.state_dict()
    for name, value in own.items():
        if name in state:
            own[name] = state[name].float()[tuple(slice(0, n) for n in value.shape)] if value.ndim else value
    judge.load_state_dict(own)
    return judge


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--from", type=Path, dest="start", required=True, help="a classifier.safetensors")
    parser.add_argument("--layers", type=Path, required=True)
    parser.add_argument("--films", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60, help="planned length of the whole training")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    checkpoint = arguments.out / "judge.pt"

    torch.manual_seed(7)
    judge = started_from(arguments.start)
    average = copy.deepcopy(judge).eval()
    cell_logits = CellLogits(DEVICES_ALONE)
    optimizer = torch.optim.AdamW([*judge.parameters(), *cell_logits.parameters()], lr=RATE, weight_decay=0.02)
    step, minutes = 0, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        judge.load_state_dict(state["judge"])
        average.load_state_dict(state["average"])
        cell_logits.load_state_dict(state["cells"])
        optimizer.load_state_dict(state["optimizer"])
        step, minutes = state["step"], state["minutes"]

    training = real_films(arguments.films, 640, validation=False)
    validation = real_films(arguments.films, 640, validation=True)
    crops = Crops(Layers(arguments.layers, FULL), training)
    mark = last_saved = time.monotonic()
    mean = torch.zeros(2)
    while minutes < arguments.minutes:
        warm = min(1.0, (step + 1) / 100)
        rate = RATE * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * min(1, minutes / arguments.minutes))) / 2)
        for group in optimizer.param_groups:
            group["lr"] = rate
        smear = SMEARED_AT_FIRST if minutes < PLAIN * arguments.minutes else SMEARED
        drawn = [e for i in range(PAIRS) for e in crops.pair(np.random.default_rng([8, step, i]), smear)]
        films = torch.from_numpy(np.stack([film for film, _, _ in drawn]))[:, None] * 2 - 1
        with torch.autocast("cpu", dtype=torch.bfloat16):
            activation = judge.activation(films).float()
        of_films = error(activation.mean([2, 3]), np.stack([label for _, label, _ in drawn])).sum()
        of_cells = error(cell_logits(activation), np.stack([cells for _, _, cells in drawn])).sum()
        optimizer.zero_grad()
        (2 * of_films + 4 * of_cells).backward()
        torch.nn.utils.clip_grad_norm_(judge.parameters(), 2.0)
        optimizer.step()
        step += 1
        follow(average, judge, step)
        mean += torch.tensor([of_films.item(), of_cells.item()]) / 50
        now = time.monotonic()
        minutes += (now - mark) / 60
        mark = now
        if step % 50 == 0:
            print(f"step {step} minute {minutes:.1f} films {mean[0]:.3f} cells {mean[1]:.3f}", flush=True)
            mean.zero_()
        if now - last_saved > CHECKPOINT_SECONDS or minutes >= arguments.minutes:
            state = {"judge": judge.state_dict(), "average": average.state_dict(), "cells": cell_logits.state_dict()}
            state |= {"optimizer": optimizer.state_dict(), "step": step, "minutes": minutes}
            saved(checkpoint, state)
            report(average, training, validation)
            last_saved = mark = time.monotonic()
    with torch.no_grad():
        average.classifier.bias -= report(average, training, validation)
    torch.save(average.state_dict(), arguments.out / "devices.pt")


if __name__ == "__main__":
    main()
