# SPDX-License-Identifier: GPL-3.0-or-later
"""Films as luminance in [0, 1], and what is laid over them.

Laying on follows the phantoms' tone curve: a body of attenuation a over a place of luminance l shows 1 - (1 - l) exp(-a);
fluid, an enlarged heart and opacities lift what is darker than themselves.
"""

import numpy as np


def under(film: np.ndarray, attenuation: np.ndarray) -> np.ndarray:
    """A film with a body of this attenuation laid over it."""
    return np.maximum(0, 1 - (1 - film) * np.exp(-attenuation)).astype(np.float32)


def soft_tissue(film: np.ndarray) -> float:
    """Luminance of a film's soft tissue."""
    inside = film[film > 0.02]
    return float(np.quantile(inside, 0.8)) if inside.size else 0.7


def laid_over(film: np.ndarray, coverage: np.ndarray, brightness: float) -> np.ndarray:
    """A film with fluid or tissue of this luminance over it, as the phantoms lay it on."""
    return (film + 0.9 * coverage * np.maximum(0, brightness - film)).astype(np.float32)


def half(film: np.ndarray) -> np.ndarray:
    """A film of half the scale, by the mean of two by two pixels."""
    rows, columns = film.shape[0] // 2 * 2, film.shape[1] // 2 * 2
    film = film[:rows, :columns]
    return (film[::2, ::2] + film[1::2, ::2] + film[::2, 1::2] + film[1::2, 1::2]) / 4
