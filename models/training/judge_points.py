# SPDX-License-Identifier: GPL-3.0-or-later
"""Calibrate a judge and read off from where its labels count, on validation patients' films.

    python models/training/judge_points.py devices --from PACK --judge DIR/best.pt --films DIR [DIR ...] --out DEVICES.pt --points POINTS.json

A label's logit is stretched and shifted (Platt) so that its probability is right for a film that is as likely as not to
have it; that is put into the last layer, so that 0.5 is a fair middle at any hospital. The expected calibration error is of
films weighed so, in ten bins, each patient's by a fit to the others' (two halves).

Points, for each view: `absentBelow`, under which one in ten of the films lies that have it, and `presentFrom`, which one
in twenty of the others reaches. Between the two the judge does not know. Where the two cross, both are their middle. A view
with fewer than MINIMUM films of either sort gets the points of all films.

Areas under the curve are of validation patients, by text-mined labels and, where EXPERTS are there, by radiologists'.
"""

import argparse
import csv
import hashlib
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from films import read_film, rows_of
from judge import Judge, area_under_curve, centre_square
from judge_real import FINDINGS, KINDS, labels_of

MINIMUM = 15
MISSED, FALSE_ALARMS = 0.1, 0.05
EXPERTS = {"Pleural Effusion": "Effusion", "Cardiomegaly": "Cardiomegaly", "Lung Opacity": "Airspace opacity", "Pneumothorax": "Pneumothorax"}


def platt(logits: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Stretch and shift of logits for which either class weighs the same."""
    x, y = torch.from_numpy(logits).double(), torch.from_numpy(truth).double()
    weight = torch.where(y > 0, 0.5 / y.sum().clamp(min=1), 0.5 / (1 - y).sum().clamp(min=1))
    start = 1 / max(1e-3, float(x.std()))
    parameters = torch.tensor([start, -start * float(x.mean())], dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([parameters], max_iter=100)

    def step():
        optimizer.zero_grad()
        loss = (weight * F.binary_cross_entropy_with_logits(parameters[0] * x + parameters[1], y, reduction="none")).sum()
        loss.backward()
        return loss

    optimizer.step(step)
    return float(parameters[0]), float(parameters[1])


def expected_error(probability: np.ndarray, truth: np.ndarray) -> float:
    """Expected calibration error in ten bins, either class weighing the same."""
    weight = np.where(truth > 0, 0.5 / max(1, truth.sum()), 0.5 / max(1, (1 - truth).sum()))
    bins = np.minimum(9, (10 * probability).astype(int))
    total = 0.0
    for b in range(10):
        inside = bins == b
        if inside.any():
            total += abs(float((weight * (probability - truth))[inside].sum()))
    return total


def area_with_interval(said, truth, patients) -> list:
    """Area under the curve, its 95 % interval by resampling patients, and the number of films with and without."""
    said, truth, patients = np.array(said), np.array(truth), np.array(patients)
    groups = [np.flatnonzero(patients == p) for p in dict.fromkeys(patients)]
    random, tries = np.random.default_rng(3), []
    for _ in range(300):
        chosen = np.concatenate([groups[i] for i in random.integers(len(groups), size=len(groups))])
        if 0 < truth[chosen].sum() < len(chosen):
            tries.append(ranked(said[chosen], truth[chosen]))
    low, high = np.quantile(tries, [0.025, 0.975]) if tries else (np.nan, np.nan)
    area = area_under_curve(said[truth == 1], said[truth == 0])
    return [round(float(v), 3) for v in (area, low, high)] + [int(truth.sum()), int((1 - truth).sum())]


def ranked(said: np.ndarray, truth: np.ndarray) -> float:
    """Area under the curve by ranks."""
    values, inverse, counts = np.unique(said, return_inverse=True, return_counts=True)
    rank = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positive = truth.sum()
    return float((rank[truth == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(said) - positive)))


def points(probability: np.ndarray, truth: np.ndarray) -> dict:
    absent = float(np.quantile(probability[truth == 1], MISSED))
    present = float(np.quantile(probability[truth == 0], 1 - FALSE_ALARMS))
    if absent > present:
        absent = present = (absent + present) / 2
    return {
        "absentBelow": round(absent, 3),
        "presentFrom": round(present, 3),
        "seen": round(float((probability[truth == 1] >= present).mean()), 3),
        "falseAlarms": round(float((probability[truth == 0] >= present).mean()), 3),
        "undecided": round(float(((probability >= absent) & (probability < present)).mean()), 3),
        "with": int(truth.sum()),
        "without": int((1 - truth).sum()),
    }


def experts(folders) -> dict[str, dict[str, str]]:
    read = {}
    for folder in folders:
        if (folder / "expert_labels.csv").exists():
            with (folder / "expert_labels.csv").open() as table:
                read |= {Path(line["file"]).stem: line for line in csv.DictReader(table)}
    return read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kind", choices=tuple(KINDS))
    parser.add_argument("--judge", type=Path, required=True, help="weights that judge_real.py wrote")
    parser.add_argument("--films", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--points", type=Path)
    parser.add_argument("--as-it-is", action="store_true", help="measure without calibrating")
    arguments = parser.parse_args()
    kind = KINDS[arguments.kind]
    state = torch.load(arguments.judge)
    labels = kind.labels[: len(state["classifier.bias"])]
    judge = Judge(kind.blocks, labels)
    judge.load_state_dict(state)
    judge = judge.eval().to(memory_format=torch.channels_last)
    rows = [row for folder in arguments.films for row in rows_of(folder, validation=True)]
    said = []
    for row in rows:
        film = centre_square(read_film(row.path, 768 if kind.size == 512 else 384), kind.size)
        with torch.no_grad():
            said.append(judge(torch.from_numpy(film)[None, None] * 2 - 1)[0].numpy())
    said, told = np.stack(said), np.stack([labels_of(row) for row in rows])
    patients, views = np.array([row.patient_id for row in rows]), np.array([row.projection for row in rows])
    read, result = experts(arguments.films), {}
    for index, label in enumerate(labels):
        if arguments.kind == "findings" and index == 0:
            continue
        truth = told[:, FINDINGS.index(label)]
        known = truth >= 0
        x, y, p, v = said[known, index], truth[known], patients[known], views[known]
        halves = np.array([hash_half(patient) for patient in p])
        crossed = np.zeros(len(x))
        for half in (0, 1):
            a, b = platt(x[halves != half], y[halves != half])
            crossed[halves == half] = 1 / (1 + np.exp(-(a * x[halves == half] + b)))
        a, b = (1.0, 0.0) if arguments.as_it_is else platt(x, y)
        probability = 1 / (1 + np.exp(-(a * x + b)))
        entry = {
            "area": area_with_interval(x, y, p),
            "expectedCalibrationError": round(expected_error(crossed, y), 3),
            "all": points(probability, y),
        }
        for view in ("ap", "pa"):
            here = v == view
            if min(y[here].sum(), (1 - y[here]).sum()) >= 3:
                entry[f"area, {view}"] = area_with_interval(x[here], y[here], p[here])
            if min(y[here].sum(), (1 - y[here]).sum()) >= MINIMUM:
                entry[view] = points(probability[here], y[here])
        if label in EXPERTS and read:
            of_experts = [(said[i, index], read[row.image_id][EXPERTS[label]] == "YES", row.patient_id) for i, row in enumerate(rows) if read.get(row.image_id, {}).get(EXPERTS[label])]
            if of_experts:
                entry["area by radiologists"] = area_with_interval(*(np.array(c) if k != 1 else np.array(c, float) for k, c in enumerate(zip(*of_experts))))
        result[label] = entry
        with torch.no_grad():
            judge.classifier.weight[index] *= a
            judge.classifier.bias[index] = a * judge.classifier.bias[index] + b
    print(json.dumps(result, indent=1))
    if arguments.points:
        arguments.points.write_text(json.dumps(result, indent=1) + "\n")
    if arguments.out:
        torch.save({name: value.contiguous() for name, value in judge.state_dict().items()}, arguments.out)


def hash_half(patient: str) -> int:
    """Which half of the validation patients somebody is in."""
    return hashlib.sha256(patient.encode()).digest()[2] % 2


if __name__ == "__main__":
    main()
