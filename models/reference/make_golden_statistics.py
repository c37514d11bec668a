# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the intervals, p values and q values that the effect matrix is held against.

Usage: python models/reference/make_golden_statistics.py

Into models/src/test/resources/golden/statistics.json:

- intervals by scipy.stats.bootstrap(method="BCa"), each with the bootstrap distribution that it was
  made of, and again of 200,000 resamples;
- p values by scipy.stats.permutation_test(permutation_type="samples") over all sign flips;
- the means that this test does not reject, found by bisection of its p value;
- p values adjusted by statsmodels' multipletests(method="fdr_bh").

A sample is given as sums over clusters and numbers of members; its statistic is their ratio. Needs
numpy, scipy and statsmodels (requirements.txt beside this file); the tests need its output only.
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import bootstrap, norm, permutation_test
from statsmodels.stats.multitest import multipletests

OUT = Path(__file__).resolve().parent.parent / "src/test/resources/golden/statistics.json"
LEVEL = 0.95
FEW = 499
MANY = 200_000


def ratio(sums: np.ndarray, sizes: np.ndarray, axis: int = -1) -> np.ndarray:
    return np.sum(sums, axis=axis) / np.sum(sizes, axis=axis)


def clustered(changes: np.ndarray, sizes: np.ndarray) -> tuple:
    """Sums over clusters whose members scatter around the cluster's change."""
    rng = np.random.default_rng(7)
    sums = [np.sum(change + 0.05 * rng.standard_normal(size)) for change, size in zip(changes, sizes)]
    return np.round(sums, 6), sizes.astype(float)


def samples_for_intervals() -> dict:
    rng = np.random.default_rng(20250301)
    one = np.ones
    return {
        "removed": (np.round(-0.35 + 0.12 * rng.standard_normal(24), 6), one(24)),
        "skewed": (np.round(rng.exponential(0.04, 24) - 0.02, 6), one(24)),
        "two groups": (np.round(np.where(rng.random(40) < 0.3, -0.4, 0.01) + 0.02 * rng.standard_normal(40), 6), one(40)),
        "many ties": (np.where(np.arange(20) < 15, 0.0, 0.25), one(20)),
        "patients": clustered(rng.exponential(0.1, 30) - 0.05, rng.integers(1, 5, 30)),
    }


def interval(sums: np.ndarray, sizes: np.ndarray, resamples: int):
    return bootstrap(
        (sums, sizes),
        ratio,
        paired=True,
        vectorized=True,
        n_resamples=resamples,
        confidence_level=LEVEL,
        method="BCa",
        batch=10_000,
        rng=np.random.default_rng(1),
    )


def intervals() -> list:
    cases = []
    for name, (sums, sizes) in samples_for_intervals().items():
        few = interval(sums, sizes, FEW)
        many = interval(sums, sizes, MANY)
        distribution = few.bootstrap_distribution
        estimate = ratio(sums, sizes)
        below = (np.sum(distribution < estimate) + np.sum(distribution <= estimate)) / (2 * FEW)
        left = (np.sum(sums) - sums) / (np.sum(sizes) - sizes)
        influence = np.mean(left) - left
        cases.append(
            {
                "name": name,
                "sums": sums.tolist(),
                "sizes": sizes.tolist(),
                "distribution": distribution.tolist(),
                "bias": float(norm.ppf(below)),
                "acceleration": float(np.sum(influence**3) / (6 * np.sum(influence**2) ** 1.5)),
                "low": float(few.confidence_interval.low),
                "high": float(few.confidence_interval.high),
                "lowOfMany": float(many.confidence_interval.low),
                "highOfMany": float(many.confidence_interval.high),
                "standardError": float(many.standard_error),
            }
        )
    return cases


def samples_for_flips() -> dict:
    rng = np.random.default_rng(4)
    one = np.ones
    return {
        "six films": (np.array([-0.31, -0.02, 0.05, -0.44, -0.12, -0.2]), one(6)),
        "all on one side": (np.array([0.1, 0.2, 0.05, 0.3, 0.15, 0.12]), one(6)),
        "ties and zeros": (np.array([0.1, 0.1, -0.1, 0.0, 0.0, 0.2, 0.1, -0.2]), one(8)),
        "no change": (np.zeros(7), one(7)),
        "patients": clustered(rng.exponential(0.1, 11) - 0.03, rng.integers(1, 5, 11)),
        "skewed": (np.round(rng.exponential(0.05, 13) - 0.02, 6), one(13)),
        "nineteen": (np.round(0.03 + 0.1 * rng.standard_normal(19), 6), one(19)),
        "twenty": (np.round(0.04 + 0.1 * rng.standard_normal(20), 6), one(20)),
    }


def p_value(sums: np.ndarray) -> float:
    found = permutation_test(
        (sums,), np.sum, permutation_type="samples", vectorized=True, n_resamples=np.inf, batch=50_000
    )
    return float(found.pvalue)


def end(sums: np.ndarray, sizes: np.ndarray, inside: float, outside: float) -> float:
    """Where the test of a mean begins to reject it, between one that it does not and one that it does."""
    while abs(outside - inside) > 1e-13:
        middle = (inside + outside) / 2
        if p_value(sums - middle * sizes) > 1 - LEVEL:
            inside = middle
        else:
            outside = middle
    return inside


def flips() -> list:
    cases = []
    for name, (sums, sizes) in samples_for_flips().items():
        case = {"name": name, "sums": sums.tolist(), "sizes": sizes.tolist(), "p": p_value(sums)}
        if len(sums) <= 11 and np.any(sums):
            mean = float(ratio(sums, sizes))
            case["low"] = end(sums, sizes, mean, mean - 2)
            case["high"] = end(sums, sizes, mean, mean + 2)
        cases.append(case)
    return cases


def adjusted() -> list:
    rng = np.random.default_rng(9)
    families = [
        np.round(np.concatenate([rng.random(30), rng.random(10) ** 6]), 6),
        np.array([0.03125] * 5 + [1.0] * 7 + [0.0078125]),
        np.array([0.2]),
    ]
    return [
        {"p": p.tolist(), "q": multipletests(p, method="fdr_bh")[1].tolist()} for p in families
    ]


def main() -> None:
    golden = {"level": LEVEL, "intervals": intervals(), "flips": flips(), "adjusted": adjusted()}
    OUT.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
