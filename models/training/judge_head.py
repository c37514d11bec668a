# SPDX-License-Identifier: GPL-3.0-or-later
"""Finish the judge: its last layer, over whole films.

    python models/training/judge_head.py --judge JUDGE/judge.pt --layers DIR --films DIR --out JUDGE/finished.pt

In training one layer tells both cells and films, and an effusion, which fills some cells and leaves the
others alone, is lost in the mean of all. So the rows of the findings are fitted anew on whole films, drawn
with seeds of their own: a logistic regression on the mean features, which stay as they are. The row of the
devices stays, and its bias is moved to where it tells AP films of training patients with devices best from
those without (the greatest of Youden's index, of all such places the middle one). Prints what was reached
on drawings that were not fitted to.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from films import Layers, real_films
from judge import DEVICES, LABELS, SMEARED, Examples, Judge, area_under_curve, centre_square, within_ap
from judge_drawings import SIZE

PAIRS = 400
FITTED = 0.8
SHRINKAGE = 1e-3
BATCH = 32


def mean_features(judge: Judge, films: np.ndarray) -> Tensor:
    """What the last layer sees (B, C) of films (B, SIZE, SIZE) in [0, 1]."""
    parts = []
    with torch.no_grad():
        for first in range(0, len(films), BATCH):
            batch = torch.from_numpy(films[first : first + BATCH])[:, None] * 2 - 1
            parts.append(F.relu(judge.features(batch)).mean([2, 3]))
    return torch.cat(parts)


def cross_entropy(logits: Tensor, truth: Tensor) -> Tensor:
    """Binary cross entropy over the labels (B, L) that are known: those not below 0."""
    known = (truth >= 0).float()
    each = F.binary_cross_entropy_with_logits(logits, truth.clamp(0, 1), reduction="none")
    return (known * each).sum() / known.sum()


def fitted(features: Tensor, truth: Tensor) -> torch.nn.Linear:
    """The logistic regression of labels (B, L) on features (B, C)."""
    centre, spread = features.mean(0), features.std(0) + 1e-6
    layer = torch.nn.Linear(features.shape[1], truth.shape[1])
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=300)

    def closure():
        optimizer.zero_grad()
        loss = cross_entropy(layer((features - centre) / spread), truth)
        loss = loss + SHRINKAGE * (layer.weight**2).sum()
        loss.backward()
        return loss

    optimizer.step(closure)
    with torch.no_grad():
        layer.weight /= spread
        layer.bias -= layer.weight @ centre
    return layer


def best_threshold(positive: list[float], negative: list[float]) -> float:
    """The logit from which on most of the positives and fewest of the negatives lie."""
    values = sorted({*positive, *negative})
    middles = [(a + b) / 2 for a, b in zip(values, values[1:])]
    index = [np.mean(np.array(positive) > t) - np.mean(np.array(negative) > t) for t in middles]
    best = [t for t, i in zip(middles, index) if i > max(index) - 1e-9]
    return best[len(best) // 2]


def finishing_arguments(description: str) -> argparse.Namespace:
    """What a program is given that goes on from a trained judge."""
    parser = argparse.ArgumentParser(description=description.split("\n")[0])
    parser.add_argument("--judge", type=Path, required=True)
    parser.add_argument("--layers", type=Path, required=True)
    parser.add_argument("--films", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def main() -> None:
    arguments = finishing_arguments(__doc__)
    judge = Judge()
    judge.load_state_dict(torch.load(arguments.judge)["average"])
    judge.eval()

    training = real_films(arguments.films, 640, validation=False)
    examples = Examples(Layers(arguments.layers, 2 * SIZE), training)
    drawn = [e for i in range(PAIRS) for e in examples.pair(np.random.default_rng([6, i]), SMEARED)]
    features = mean_features(judge, np.stack([e.film for e in drawn]))
    truth = torch.from_numpy(np.stack([e.labels for e in drawn]))
    # Pairs stay together.
    count = 2 * int(FITTED * PAIRS)
    layer = fitted(features[:count], truth[:count])
    with torch.no_grad():
        devices = judge.classifier.weight[DEVICES].clone(), judge.classifier.bias[DEVICES].clone()
        judge.classifier.weight.copy_(layer.weight)
        judge.classifier.bias.copy_(layer.bias)
        judge.classifier.weight[DEVICES], judge.classifier.bias[DEVICES] = devices
        logits = judge.classifier(features[count:])
        for label, name in enumerate(LABELS):
            known = truth[count:, label]
            area = area_under_curve(logits[known == 1, label].tolist(), logits[known == 0, label].tolist())
            print(f"{name}: AUC {area:.3f} on {len(known)} drawn films that were not fitted to")
        ap = [f for f in training if f.projection == "ap"]
        seen = judge.classifier(mean_features(judge, np.stack([centre_square(f.pixels) for f in ap])))[:, DEVICES]
        threshold = best_threshold(
            [v for v, f in zip(seen.tolist(), ap) if f.has_devices],
            [v for v, f in zip(seen.tolist(), ap) if not f.has_devices],
        )
        judge.classifier.bias[DEVICES] -= threshold
    print(f"devices count from a logit of {threshold:.2f} on")
    print("devices, training patients' AP films:", within_ap(judge, training))
    print("devices, validation patients' AP films:", within_ap(judge, real_films(arguments.films, 640, validation=True)))
    torch.save(judge.state_dict(), arguments.out)


if __name__ == "__main__":
    main()
