# SPDX-License-Identifier: GPL-3.0-or-later
"""Teach the judge by real films: text-mined findings, devices as they were read, and drawings on the same films.

    python models/training/judge_real.py see devices --from PACK --films DIR [DIR ...] --out SEEN
    python models/training/judge_real.py fit devices --from PACK --seen SEEN --out DIR [--minutes N]
    (the same with `findings`)

There is little time and there are few films, so that the first block of a classifier that was taught by drawings
(`judge.py`, `judge_devices.py`) is frozen. `see` writes what it makes of each training film in several versions: flipped,
moved, of another tone and grain, with words and borders, and with drawn devices or findings. `fit` trains all later
layers on that, some ten times as fast as on films. Beside the judge's own labels it learns ChestX-ray14's other findings, the
view, sex and age, from layers that are thrown away afterwards.

One training patient in eight is held back to choose by; validation patients serve `judge_points.py` alone, and
radiologists' labels nothing at all. Films of either view with and without devices weigh the same, or a judge learns how bedside
films look.
"""

import argparse
import copy
import hashlib
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file
from torch import Tensor, nn

import judge_drawings as drawings
from checkpoints import follow, saved
from films import Row, read_film, rows_of
from judge import Judge, area_under_curve, centre_square, degraded, tone
from judge_devices import SHARPEST, smeared, touched
from judge_drawings import painted
from judge_printed import bordered, printed

FINDINGS = ("Support Devices", "Pleural Effusion", "Cardiomegaly", "Lung Opacity", "Pneumothorax")
# Names in ChestX-ray14 of what is an opacity of the lung, and of what may be one.
OPACITIES = {"Infiltration", "Consolidation", "Pneumonia", "Edema", "Atelectasis"}
PERHAPS_OPACITIES = {"Mass", "Nodule", "Fibrosis"}
OTHERS = ("Atelectasis", "Consolidation", "Edema", "Emphysema", "Fibrosis", "Hernia", "Infiltration", "Mass", "Nodule", "Pleural_Thickening", "Pneumonia")
BACKGROUND = ("ap", "female", "over 60")
BATCH = 32
RATE = 2e-3
CHECKPOINT_SECONDS = 150


class Kind:
    """Which of the pack's two classifiers is taught, and how films are shown to it."""

    def __init__(self, module: str, size: int, blocks, labels, versions: int):
        self.module, self.size, self.blocks, self.labels, self.versions = module, size, blocks, labels, versions


KINDS = {
    "devices": Kind("device_classifier", 512, (3, 4, 5, 4), FINDINGS[:1], 3),
    "findings": Kind("classifier", 256, (3, 4, 5, 7), FINDINGS, 6),
}


def started(kind: Kind, pack: Path) -> Judge:
    """A judge with a pack's layers, of those that it has."""
    judge = Judge(kind.blocks, kind.labels)
    own, state = judge.state_dict(), load_file(pack / f"{kind.module}.safetensors")
    for name, value in own.items():
        if name in state and state[name].shape[1:] == value.shape[1:]:
            own[name][: len(state[name])] = state[name].float()[: len(value)] if value.ndim else state[name]
    judge.load_state_dict(own)
    return judge


def first_block(judge: Judge, films: Tensor) -> Tensor:
    """What the frozen layers make of films (B, 1, H, W): (B, C, H/8, W/8)."""
    parts = judge.features
    h = parts.pool0(parts.relu0(parts.norm0(parts.conv0(films))))
    return parts.transition1(parts.denseblock1(h))


def pooled(judge: Judge, seen: Tensor) -> Tensor:
    """What the later layers make of that, as means over films (B, C)."""
    parts, names = judge.features, [name for name, _ in judge.features.named_children()]
    for name in names[names.index("transition1") + 1 :]:
        seen = getattr(parts, name)(seen)
    return F.relu(seen).mean([2, 3])


def labels_of(row: Row) -> np.ndarray:
    """1, 0 or -1, unknown, of the judge's labels, ChestX-ray14's others, and the background."""
    told = [-1.0 if row.has_devices is None else float(row.has_devices)]
    found = row.findings
    if found is None:
        told += [-1.0] * (len(FINDINGS) - 1 + len(OTHERS))
    else:
        opacity = 1.0 if found & OPACITIES else -1.0 if found & PERHAPS_OPACITIES else 0.0
        told += [float("Effusion" in found), float("Cardiomegaly" in found), opacity, float("Pneumothorax" in found)]
        told += [float(name in found) for name in OTHERS]
    told += [float(row.projection == "ap") if row.projection else -1.0]
    told += [float(row.sex.upper() == "F") if row.sex else -1.0, float(row.age > 60) if row.age else -1.0]
    return np.float32(told)


def held_back(patient_id: str) -> bool:
    """Whether a training patient's films only choose: one in eight."""
    return hashlib.sha256(patient_id.encode()).digest()[1] % 8 == 0


def moved(film: np.ndarray, random) -> np.ndarray:
    """A film somewhat larger, aside and askew."""
    size = film.shape[0]
    side = size * random.uniform(0.88, 1.0)
    left, top = random.uniform(0, size - side, 2)
    image = Image.fromarray(film.astype(np.float32))
    if random.random() < 0.4:
        image = image.rotate(random.normal(0, 3), Image.Resampling.BILINEAR)
    return np.asarray(image.resize((size, size), Image.Resampling.BILINEAR, box=(left, top, left + side, top + side)))


def version_for_devices(film: np.ndarray, told: np.ndarray, version: int, random) -> np.ndarray | None:
    """As it is; flipped, moved, with words; and with drawn devices, smeared or not, where it has none."""
    if version == 0:
        return film
    if version == 2 and told[0] != 0:
        return None
    film = np.ascontiguousarray(film[:, ::-1]) if random.random() < 0.6 else film
    film = tone(moved(film, random), random)
    if version == 2:
        field = drawings.devices(random, 2, SHARPEST) * random.uniform(0.5, 1.1)
        film = painted(film, field, random.uniform(0.75, 1))
        if random.random() < 0.3:
            film = smeared(film, field, random)
        told[0] = 1
    elif told[0] == 0 and random.random() < 0.6:
        film = touched(film, drawings.devices(random, 2, SHARPEST) > 0.05, random)
    if random.random() < 0.3:
        film = printed(film.copy(), random)
    if random.random() < 0.15:
        film = bordered(film, random)
    return degraded(film, random, 120, 0.02)


def version_for_findings(film: np.ndarray, told: np.ndarray, version: int, random) -> np.ndarray:
    """As it is; or moved, of another tone and grain, some with a drawn finding that the film is not known to have."""
    if version == 0:
        return film
    film = np.ascontiguousarray(film[:, ::-1]) if random.random() < 0.5 else film
    if random.random() < 0.3:
        label = int(random.integers(1, 4))
        if told[label] == 0:
            draw = {1: drawings.fluid, 2: drawings.heart, 3: drawings.opacity}[label]
            soft = np.quantile(film, random.uniform(0.6, 0.85))
            film = painted(film, draw(random) * random.uniform(0.5, 1), min(0.95, soft * random.uniform(0.9, 1.1)))
            told[label] = 1
    return degraded(tone(moved(film, random), random), random, 120, 0.02)


def see(kind: Kind, name: str, pack: Path, folders, out: Path) -> None:
    """Writes what the first block makes of the training patients' films."""
    out.mkdir(parents=True, exist_ok=True)
    judge = started(kind, pack).eval().to(memory_format=torch.channels_last)
    rows = [row for folder in folders for row in rows_of(folder, validation=False)]
    rows = [row for row in rows if row.has_devices is not None or (name == "findings" and row.findings is not None)]
    if name == "findings":
        rows = [row for row in rows if row.findings is not None]
    make = version_for_devices if name == "devices" else version_for_findings
    seen, told, patients, versions = [], [], [], []
    for index, row in enumerate(rows):
        film = centre_square(read_film(row.path, 768 if name == "devices" else 384), kind.size)
        for version in range(kind.versions):
            labels = labels_of(row)
            shown = make(film, labels, version, np.random.default_rng([11, index, version]))
            if shown is None:
                continue
            with torch.no_grad():
                source = torch.from_numpy(np.ascontiguousarray(shown, dtype=np.float32))[None, None] * 2 - 1
                seen.append(first_block(judge, source.contiguous(memory_format=torch.channels_last))[0].half().numpy())
            told.append(labels)
            patients.append(row.patient_id)
            versions.append(version)
        if index % 100 == 0:
            print(f"{index} of {len(rows)}", flush=True)
    np.save(out / "seen.npy", np.stack(seen))
    np.savez(out / "told.npz", told=np.stack(told), patients=np.array(patients), versions=np.array(versions))


def weights_of(name: str, told: np.ndarray) -> np.ndarray:
    """How often each example is shown: views with and without devices alike, rare findings more often."""
    weight = np.ones(len(told))
    if name == "devices":
        view = told[:, len(FINDINGS) + len(OTHERS)]
        for which in (0, 1):
            for has in (0, 1):
                group = (view == which) & (told[:, 0] == has)
                # There are so few bedside films without devices that they would be learned by heart.
                weight[group] = 1 / max(group.sum(), 250)
    else:
        weight += 2.5 * (told[:, 4] == 1) + 2 * (told[:, 2] == 1) + 1.2 * (told[:, 1] == 1)
    return weight / weight.sum()


def fit(kind: Kind, name: str, pack: Path, folder: Path, out: Path, minutes: float, seed: int, start: Path | None) -> None:
    """Trains the later layers, on from an earlier fit's where one is given; the best by the patients held back is kept in
    OUT/best.pt."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    seen = np.load(folder / "seen.npy", mmap_mode="r")
    about = np.load(folder / "told.npz")
    told = about["told"]
    back = np.array([held_back(p) for p in about["patients"]])
    learned, kept = np.flatnonzero(~back), np.flatnonzero(back & (about["versions"] == 0))
    weights = weights_of(name, told[learned])
    judge = started(kind, pack)
    if start:
        judge.load_state_dict(torch.load(start))
    average = copy.deepcopy(judge).eval()
    aside = nn.Linear(judge.classifier.in_features, told.shape[1])
    frozen = {id(p) for part in ("conv0", "norm0", "denseblock1", "transition1") for p in getattr(judge.features, part).parameters()}
    trained = [p for p in [*judge.parameters(), *aside.parameters()] if id(p) not in frozen]
    optimizer = torch.optim.AdamW(trained, lr=RATE, weight_decay=0.05)
    own = list(range(len(kind.labels)))
    emphasis = torch.ones(told.shape[1]) * 0.25
    emphasis[own] = 1.0
    step, spent, best = 0, 0.0, -1.0
    mark = last = time.monotonic()
    mean = torch.zeros(len(own))
    while spent < minutes:
        rate = RATE * min(1.0, (step + 1) / 50) * (0.01 + 0.99 * (1 + math.cos(math.pi * min(1, spent / minutes))) / 2)
        for group in optimizer.param_groups:
            group["lr"] = rate
        chosen = np.sort(learned[random.choice(len(learned), BATCH, p=weights)])
        batch = torch.from_numpy(seen[chosen].astype(np.float32)).contiguous(memory_format=torch.channels_last)
        truth = torch.from_numpy(told[chosen])
        judge.train()
        means = F.dropout(pooled(judge, batch), 0.2)
        logits = torch.cat([judge.classifier(means), aside(means)[:, len(own) :]], dim=1)
        known = (truth >= 0).float()
        each = F.binary_cross_entropy_with_logits(logits, truth.clamp(0, 1) * 0.96 + 0.02, reduction="none") * known
        loss = each.sum(0) / known.sum(0).clamp(min=1)
        optimizer.zero_grad()
        (loss * emphasis).sum().backward()
        torch.nn.utils.clip_grad_norm_(trained, 2.0)
        optimizer.step()
        step += 1
        follow(average, judge, step)
        mean += loss.detach()[own] / 100
        now = time.monotonic()
        spent += (now - mark) / 60
        mark = now
        if step % 100 == 0:
            print(f"step {step} minute {spent:.1f} " + " ".join(f"{v:.3f}" for v in mean), flush=True)
            mean.zero_()
        if now - last > CHECKPOINT_SECONDS or spent >= minutes:
            areas = held_back_areas(average, seen, told, kept, own)
            print("held back:", " ".join(f"{label} {area:.3f}" for label, area in zip(kind.labels, areas)), flush=True)
            chosen_by = areas if name == "devices" else areas[1:]
            if np.nanmean(chosen_by) >= best:
                best = float(np.nanmean(chosen_by))
                saved(out / "best.pt", average.state_dict())
            saved(out / "last.pt", average.state_dict())
            last = mark = time.monotonic()


def held_back_areas(judge: Judge, seen, told: np.ndarray, kept, own) -> list[float]:
    """The area under the curve of each label; that of devices is the mean of the two views'."""
    with torch.no_grad():
        logits = torch.cat([judge.classifier(pooled(judge, torch.from_numpy(seen[k : k + 1].astype(np.float32)))) for k in kept]).numpy()
    areas = []
    for label in own:
        groups = [np.ones(len(kept), bool)]
        if label == 0:
            view = told[kept, len(FINDINGS) + len(OTHERS)]
            groups = [view == 0, view == 1]
        truth, said = told[kept, label], logits[:, label]
        areas.append(float(np.mean([area_under_curve(said[g & (truth == 1)], said[g & (truth == 0)]) for g in groups])))
    return areas


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=("see", "fit"))
    parser.add_argument("kind", choices=tuple(KINDS))
    parser.add_argument("--from", type=Path, dest="pack", required=True)
    parser.add_argument("--films", type=Path, nargs="*", default=[])
    parser.add_argument("--seen", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--start", type=Path, help="what an earlier fit wrote")
    arguments = parser.parse_args()
    kind = KINDS[arguments.kind]
    if arguments.what == "see":
        see(kind, arguments.kind, arguments.pack, arguments.films, arguments.out)
    else:
        fit(kind, arguments.kind, arguments.pack, arguments.seen, arguments.out, arguments.minutes, arguments.seed, arguments.start)


if __name__ == "__main__":
    main()
