# SPDX-License-Identifier: GPL-3.0-or-later
"""Train the film check: is this an upright frontal chest film of an adult, and if not, what else?

    python models/training/film_check.py --from PACK --films DIR [DIR ...] --others DIR --out DIR [--minutes N]

A small network in the judge's layout at 128 pixels, that starts from the findings' classifier. `FILMS` are adults' frontal
films; `OTHERS` a folder whose `films.csv` names the `kind` of each picture. Films that are upside down, turned, of inverted
grey scale, or mostly outside the field are made of the adults' films. There were no lateral films to learn from: what it
says of one was never measured.

Labels are told apart from each other, so that a film may be inverted and turned at once. The first, that all is well, is
what a film passes by. Writes OUT/film_check.pt and the figures of validation patients' films.
"""

import argparse
import copy
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from checkpoints import follow, saved
from films import read_film, rows_of
from judge import Judge, centre_square, degraded
from judge_printed import printed
from judge_real import Kind, started

LABELS = ("Frontal Chest", "Child", "Other", "Upside Down", "Turned Left", "Turned Right", "Inverted", "Outside Field")
CHEST, CHILD, OTHER, DOWN, LEFT, RIGHT, INVERTED, OUTSIDE = range(len(LABELS))
SIZE, READ, BATCH, RATE = 128, 224, 32, 2e-3
NET = Kind("classifier", SIZE, (3, 4, 5, 4), LABELS, 1)
CHECKPOINT_SECONDS = 120


def pictures(folders, others, validation: bool):
    """Squares (READ, READ) of bytes, with the label of each: CHEST, CHILD or OTHER."""
    found = []
    for folder in folders:
        found += [(row, CHEST) for row in rows_of(folder, validation)]
    found += [(row, CHILD if row.kind == "child-chest" else OTHER) for row in rows_of(others, validation)]
    return [(np.uint8(255 * centre_square(read_film(row.path, 2 * READ), READ)), label, row.kind) for row, label in found]


def shown(square: np.ndarray, kind: int, change: int | None, random, sternly: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """A picture (SIZE, SIZE) in [0, 1] and its labels. `sternly` varies place, tone and grain as well."""
    labels = np.zeros(len(LABELS), np.float32)
    labels[kind] = 1
    side, left, top = READ, 0.0, 0.0
    image = Image.fromarray(square)
    if change == OUTSIDE:
        labels[kind], labels[OUTSIDE] = 0, 1
        side = READ * random.uniform(0.5, 0.95)
        angle = random.uniform(0, 2 * math.pi)
        reach = READ * random.uniform(0.45, 0.6)
        left = READ / 2 + reach * math.cos(angle) - side / 2
        top = READ / 2 + reach * math.sin(angle) - side / 2
    elif sternly:
        image = image.rotate(random.normal(0, 4), Image.Resampling.BILINEAR)
        side = READ * random.uniform(0.84, 1.12)
        left, top = random.uniform(-0.06, 0.06, 2) * READ + (READ - side) / 2
    image = image.transform((SIZE, SIZE), Image.Transform.AFFINE, (side / SIZE, 0, left, 0, side / SIZE, top), Image.Resampling.BILINEAR)
    film = np.asarray(image, dtype=np.float32) / 255
    if sternly:
        film = np.clip(film, 0, 1) ** random.uniform(0.5, 1.8)
        film = np.clip((film - random.uniform(-0.05, 0.15)) * random.uniform(0.8, 1.3), 0, 1)
        if random.random() < 0.5:
            film = np.ascontiguousarray(film[:, ::-1])
        if random.random() < 0.2:
            film = printed(film.copy(), random)
        film = degraded(film, random, 150, 0.04)
    turn = {DOWN: 2, LEFT: 1, RIGHT: 3}.get(change)
    if turn:
        film = np.ascontiguousarray(np.rot90(film, turn))
        if kind == CHEST:
            labels[CHEST] = 0
        labels[change] = 1
    if change == INVERTED:
        film = 1 - film
        if kind == CHEST:
            labels[CHEST] = 0
        labels[INVERTED] = 1
    if kind == OTHER:
        # What is upright in a knee or a page is nobody's question.
        labels[DOWN:] = -1
    return film.astype(np.float32), labels


def drawn(of_kind, random) -> tuple[np.ndarray, np.ndarray]:
    """A picture by chance: half are adults' films as they should be."""
    chance = random.random()
    kind = CHEST if chance < 0.66 else CHILD if chance < 0.78 else OTHER
    square = of_kind[kind][random.integers(len(of_kind[kind]))]
    changes = (DOWN, LEFT, RIGHT, INVERTED, OUTSIDE)
    changed = random.random() < {CHEST: 0.5, CHILD: 0.3, OTHER: 0.3}[kind]
    change = changes[random.integers(len(changes))] if changed else None
    return shown(square, kind, None if kind == OTHER and change == OUTSIDE else change, random)


def measured(judge: Judge, validation) -> dict:
    """Shares of validation patients' pictures: passed, and of those changed, stopped and told."""
    random = np.random.default_rng(5)
    groups: dict[str, list] = {}
    for square, kind, name in validation:
        for change in (None, DOWN, LEFT, RIGHT, INVERTED, OUTSIDE):
            if kind != CHEST and change is not None:
                continue
            film, _ = shown(square, kind, change, random, sternly=False)
            key = (LABELS[change] if change is not None else LABELS[kind]) + (f" ({name})" if name and kind == OTHER else "")
            groups.setdefault(key, []).append((film, change if change is not None else kind))
    result = {}
    for key, films in groups.items():
        with torch.no_grad():
            said = torch.sigmoid(judge(torch.from_numpy(np.stack([f for f, _ in films]))[:, None] * 2 - 1)).numpy()
        wanted = films[0][1]
        result[key] = {
            "n": len(films),
            "passed": round(float((said[:, CHEST] >= 0.5).mean()), 4),
            "told": round(float((said[:, wanted] >= 0.5).mean()), 4),
        }
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--from", type=Path, dest="pack", required=True)
    parser.add_argument("--films", type=Path, nargs="+", required=True)
    parser.add_argument("--others", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=10)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(21)
    judge = started(NET, arguments.pack)
    torch.nn.init.normal_(judge.classifier.weight, 0, 0.02)
    average = copy.deepcopy(judge).eval()
    optimizer = torch.optim.AdamW(judge.parameters(), lr=RATE, weight_decay=0.03)
    of_kind: dict[int, list] = {}
    for square, kind, _ in pictures(arguments.films, arguments.others, False):
        of_kind.setdefault(kind, []).append(square)
    validation = pictures(arguments.films, arguments.others, True)
    print({LABELS[kind]: len(found) for kind, found in of_kind.items()}, flush=True)
    step, spent, mean = 0, 0.0, 0.0
    checkpoint = arguments.out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint)
        judge.load_state_dict(state["judge"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["spent"]
    mark = last = time.monotonic()
    while spent < arguments.minutes:
        rate = RATE * min(1.0, (step + 1) / 50) * (0.01 + 0.99 * (1 + math.cos(math.pi * min(1, spent / arguments.minutes))) / 2)
        for group in optimizer.param_groups:
            group["lr"] = rate
        batch = [drawn(of_kind, np.random.default_rng([31, step, i])) for i in range(BATCH)]
        truth = torch.from_numpy(np.stack([labels for _, labels in batch]))
        logits = judge(torch.from_numpy(np.stack([film for film, _ in batch]))[:, None] * 2 - 1)
        known = (truth >= 0).float()
        each = F.binary_cross_entropy_with_logits(logits, truth.clamp(0, 1), reduction="none") * known
        loss = each.sum() / known.sum()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(judge.parameters(), 2.0)
        optimizer.step()
        step += 1
        follow(average, judge, step)
        mean += loss.item() / 50
        now = time.monotonic()
        spent += (now - mark) / 60
        mark = now
        if step % 50 == 0:
            print(f"step {step} minute {spent:.1f} {mean:.4f}", flush=True)
            mean = 0.0
        if now - last > CHECKPOINT_SECONDS or spent >= arguments.minutes:
            state = {"judge": judge.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict()}
            saved(checkpoint, state | {"step": step, "spent": spent})
            last = mark = time.monotonic()
    torch.save(average.state_dict(), arguments.out / "film_check.pt")
    print(json.dumps(measured(average, validation), indent=1))


if __name__ == "__main__":
    main()
