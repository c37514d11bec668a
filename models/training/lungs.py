# SPDX-License-Identifier: GPL-3.0-or-later
"""The border of a lung on a frontal film, closer than `chest` finds it.

It is told in polar coordinates about the middle of the lung: angles in degrees from upwards towards the chest wall, lengths in
shares of the film's longer side.
"""

from dataclasses import dataclass

import numpy as np

from chest import Chest

FIRST, LAST = -64, 206
ANGLES = np.arange(FIRST, LAST + 1, 3.0)
# How much a lung's darkness up to its border counts, beside the step there.
DARK = 8


@dataclass(frozen=True)
class Lung:
    """The border of one lung, side -1 the patient's right: its distance from a middle at each of `ANGLES`."""

    side: int
    middle: tuple[float, float]
    border: np.ndarray

    def outline(self) -> np.ndarray:
        """Points (N, 2) of the border; towards the mediastinum it is open."""
        return (directions(self.side) * self.border).T + np.array(self.middle)

    def resized(self, across: float, down: float) -> "Lung":
        """The same on a film that is as many times as broad and as high."""
        x, y = directions(self.side) * self.border * np.array([[across], [down]])
        angles = np.degrees(np.arctan2(self.side * x, -y)) % 360
        angles = np.where(angles > 180 + (FIRST + LAST) / 2, angles - 360, angles)
        border = np.interp(ANGLES, angles, np.hypot(x, y))
        return Lung(self.side, (self.middle[0] * across, self.middle[1] * down), border)


def directions(side: int) -> np.ndarray:
    """Unit vectors (2, N) of `ANGLES`."""
    angles = np.radians(ANGLES)
    return np.stack([side * np.sin(angles), -np.cos(angles)])


def found(film: np.ndarray, where: Chest, side: int) -> Lung:
    """The border of a lung on a film (H, W) in [0, 1] near where it was found: from dark to bright, outwards, at
    distances that change little from angle to angle."""
    wall, base = (where.right_wall, where.right_base) if side < 0 else (where.left_wall, where.left_base)
    middle = where.middle + 0.5 * (wall - where.middle), where.apex + 0.55 * (base - where.apex)
    expected = smooth(crossing(where.lung(side), middle, directions(side)), 1)
    longer = max(film.shape)
    shares = np.linspace(0.76, 1.3, 46)
    ranks = ranked(film)

    def at(distances: np.ndarray) -> np.ndarray:
        x, y = (m + d[:, None] * distances for m, d in zip(middle, directions(side)))
        rows = np.clip(np.round(y * longer).astype(int), 0, film.shape[0] - 1)
        columns = np.clip(np.round(x * longer).astype(int), 0, film.shape[1] - 1)
        return ranks[rows, columns]

    distances = expected[:, None] * shares
    steps = np.arange(1, 7) / 256
    gain = np.mean([at(distances + step) - at(distances - step) for step in steps], axis=0)
    # All that is dark up to the border counts too, or a clavicle would end the lung.
    values = at(distances)
    dark = np.median(values[:, shares < 0.9]) + 0.25 - values
    gain = gain + DARK * np.cumsum(dark, axis=1) * np.gradient(distances, axis=1) - 3 * (shares - 1) ** 2
    border = expected * smooth(shares[best_path(gain)], 1.5)
    return Lung(side, middle, border)


def ranked(film: np.ndarray) -> np.ndarray:
    """Luminance as ranks in [0, 1]."""
    ranks = np.empty(film.size, np.float32)
    ranks[np.argsort(film, axis=None, kind="stable")] = np.linspace(0, 1, film.size)
    return ranks.reshape(film.shape)


def crossing(outline: np.ndarray, middle, rays: np.ndarray) -> np.ndarray:
    """Distance (N,) from a middle to an outline around it, along rays (2, N)."""
    start = outline - np.array(middle)
    along = np.roll(start, -1, axis=0) - start
    across = rays[0] * along[:, 1:] - rays[1] * along[:, :1]
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = (start[:, :1] * along[:, 1:] - start[:, 1:] * along[:, :1]) / across
        share = (start[:, :1] * rays[1] - start[:, 1:] * rays[0]) / across
    hit = (distance > 0) & (share >= 0) & (share <= 1)
    return np.where(hit, distance, 0).max(axis=0)


def best_path(gain: np.ndarray, farthest: int = 3, bend: float = 0.012) -> np.ndarray:
    """The column of each row (N, M) on the path of greatest sum that moves little from row to row."""
    total, came = gain[0].copy(), []
    moves = np.arange(-farthest, farthest + 1)
    for row in gain[1:]:
        tries = np.full((len(moves), len(row)), -np.inf)
        for i, move in enumerate(moves):
            moved = np.roll(total, move) - bend * move**2
            moved[: max(0, move)], moved[len(row) + min(0, move) :] = -np.inf, -np.inf
            tries[i] = moved
        chosen = tries.argmax(axis=0)
        came.append(np.arange(len(row)) - moves[chosen])
        total = tries.max(axis=0) + row
    path = [int(total.argmax())]
    for back in came[::-1]:
        path.append(int(back[path[-1]]))
    return np.array(path[::-1])


def smooth(values: np.ndarray, deviation: float) -> np.ndarray:
    """Values (N,) smoothed by a Gaussian."""
    reach = int(3 * deviation) + 1
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
    return np.convolve(np.pad(values, reach, mode="edge"), weights / weights.sum(), mode="valid")
