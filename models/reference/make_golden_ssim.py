# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the structural similarities that the Java implementation is held against.

Usage: python models/reference/make_golden_ssim.py

Compares films by scikit-image and saves films, masks and similarities as safetensors into
models/src/test/resources/golden: a pair that differs everywhere, and one that differs in a part.

Needs numpy, scikit-image and safetensors (requirements.txt beside this file); the tests need its
output only.
"""

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from skimage.metrics import structural_similarity

OUT = Path(__file__).resolve().parent.parent / "src/test/resources/golden"
SEED = 20250302
ROWS, COLUMNS = 37, 52
EDGE = 5  # pixels around which the window of 11 does not fit


def film(rng: np.random.Generator) -> np.ndarray:
    """Luminance with structure in the large and grain."""
    row, column = np.mgrid[0:ROWS, 0:COLUMNS]
    large = 0.5 + 0.3 * np.sin(row / 6.0) * np.cos(column / 9.0)
    return (large + 0.05 * rng.standard_normal((ROWS, COLUMNS))).astype(np.float32)


def mask(top: int, bottom: int, left: int, right: int) -> np.ndarray:
    weights = np.zeros((ROWS, COLUMNS), np.float32)
    weights[top:bottom, left:right] = 0.5
    return weights


def compared(name: str, first: np.ndarray, second: np.ndarray, weights: np.ndarray) -> dict:
    """Films, mask and similarities, with Wang's window and constants."""
    mean, full = structural_similarity(
        first.astype(np.float64),
        second.astype(np.float64),
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        data_range=1.0,
        full=True,
    )
    inner = (slice(EDGE, -EDGE), slice(EDGE, -EDGE))
    similarity, inside = full[inner], weights[inner] > 0
    means = [mean, similarity[~inside].mean(), similarity[inside].mean()]
    return {
        f"{name}_first": first,
        f"{name}_second": second,
        f"{name}_mask": weights,
        f"{name}_map": similarity.astype(np.float32),
        f"{name}_means": np.array(means, np.float32),
    }


def main() -> None:
    rng = np.random.default_rng(SEED)
    source = film(rng)
    other = (source + 0.08 * rng.standard_normal((ROWS, COLUMNS)) - 0.1).astype(np.float32)
    edited = source.copy()
    edited[20:34, 40:] = 0.3 + 0.4 * source[20:34, 40:]
    golden = compared("everywhere", source, other, mask(8, 30, 10, 25))
    golden |= compared("partly", source, edited, mask(20, 34, 40, COLUMNS))
    save_file(golden, OUT / "ssim.safetensors")
    for name in ("everywhere", "partly"):
        print(name, golden[f"{name}_means"])


if __name__ == "__main__":
    main()
