# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the bootstrap intervals that the effect matrix is held against.

Usage: python models/reference/make_bootstrap_golden.py

Makes changes of probabilities of several shapes, and their percentile intervals by
scipy.stats.bootstrap with 200,000 resamples; for the smallest sample also the interval over all of
its resamples, which leaves nothing to chance. Into
models/src/test/resources/golden/bootstrap.json. Needs numpy and scipy (requirements.txt beside this
file); the tests need its output only.
"""

import itertools
import json
from pathlib import Path

import numpy as np
from scipy.stats import bootstrap

OUT = Path(__file__).resolve().parent.parent / "src/test/resources/golden/bootstrap.json"
RESAMPLES = 200_000
LEVEL = 0.95


def samples() -> dict:
    rng = np.random.default_rng(20250301)
    return {
        "removed": -0.35 + 0.12 * rng.standard_normal(24),
        "skewed": rng.exponential(0.04, 24) - 0.02,
        "two groups": np.where(rng.random(40) < 0.3, -0.4, 0.01) + 0.02 * rng.standard_normal(40),
        "five films": np.array([-0.31, -0.02, 0.05, -0.44, -0.12]),
    }


def exhaustive(changes: np.ndarray) -> list:
    """Percentiles over every one of the n^n resamples."""
    means = [np.mean(resample) for resample in itertools.product(changes, repeat=len(changes))]
    tail = 100 * (1 - LEVEL) / 2
    return [float(value) for value in np.percentile(means, [tail, 100 - tail])]


def main() -> None:
    cases = []
    for name, changes in samples().items():
        changes = np.clip(np.round(changes, 6), -1, 1)
        found = bootstrap(
            (changes,),
            np.mean,
            n_resamples=RESAMPLES,
            confidence_level=LEVEL,
            method="percentile",
            batch=10_000,
            rng=np.random.default_rng(1),
        )
        case = {
            "name": name,
            "changes": changes.tolist(),
            "low": float(found.confidence_interval.low),
            "high": float(found.confidence_interval.high),
            "standardError": float(found.standard_error),
        }
        if len(changes) <= 5:
            case["exhaustive"] = exhaustive(changes)
        cases.append(case)
    golden = {"level": LEVEL, "resamples": RESAMPLES, "cases": cases}
    OUT.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
