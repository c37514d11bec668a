# SPDX-License-Identifier: GPL-3.0-or-later
"""Fluid and air in the pleural space, drawn where this very film has its lung.

Air between the lung and the chest wall shows as a thin line, the visceral pleura, that runs along the wall at a distance,
and beyond it as a place that is darker than the lung and has no vessels, while ribs go on across it. On an upright film air
gathers at the apex, and fluid at the base, where it blunts the costophrenic angle first and climbs the wall (Goodman,
Felson's Principles of Chest Roentgenology). `chest` draws fluid of medium size.
"""

import numpy as np
from PIL import Image, ImageFilter

from chest import Chest, soft
from luminance import soft_tissue
from lungs import ANGLES, FIRST, Lung, directions, smooth

# Share of the distance from the middle of the lung to its border by which the lung is drawn back, at some angles.
WITHDRAWN = {
    "small": [(-30, 0), (-12, 0.09), (8, 0.16), (35, 0.14), (60, 0.09), (85, 0.05), (108, 0)],
    "": [(-32, 0), (-12, 0.17), (10, 0.27), (45, 0.24), (90, 0.19), (110, 0.13), (132, 0)],
    "large": [(-36, 0), (-14, 0.28), (12, 0.45), (50, 0.45), (90, 0.45), (206, 0.45)],
}
# Of the difference between soft tissue and lung: what air lacks, the pleura adds, and the lung beside it.
LUCENCY, PLEURA, COLLAPSE = 0.15, 0.24, 0.11
# Half the pleura's thickness, and how soft the wall's border is, in pixels at 256.
THICKNESS, BORDER = 0.65, 1.6
# Pixels over which a median takes vessels away and leaves ribs, at 256.
VESSELS = 5
# The surface of fluid: shares of a lung's breadth from the middle, and of its height below the apex (large) or above the
# costophrenic angle (small).
MENISCUS = {
    "small": [(1.06, 0.3), (0.985, 0.21), (0.94, 0.15), (0.87, 0.105), (0.77, 0.075), (0.64, 0.055), (0.2, 0.04)],
    "large": [(1.05, 0.12), (0.98, 0.22), (0.93, 0.29), (0.84, 0.36), (0.7, 0.4), (0.5, 0.41), (0.35, 0.4), (-0.2, 0.38)],
}


def fluid(of: Lung, where: Chest, shape, size: str) -> np.ndarray:
    """Where a small or large effusion covers a film (H, W), in [0, 1]: in the costophrenic angle, or up to above the middle
    of the lung."""
    outline = of.outline()
    lateral = outline[ANGLES >= 60]
    floor = lateral[:, 1].max()
    breadth = of.side * (of.side * (lateral[:, 0] - where.middle)).max()
    base = where.right_base if of.side < 0 else where.left_base
    height = base - where.apex
    surface = [
        (where.middle + u * breadth, floor - v * height if size == "small" else where.apex + v * height)
        for u, v in MENISCUS[size]
    ]
    below = [(surface[-1][0], floor + 0.1), (where.middle + 1.1 * breadth, floor + 0.1)]
    # Fluid lies before and behind the heart too, and less and less of it towards the middle.
    space = outline + 0.012 * directions(of.side).T
    space = space[(ANGLES >= 0) & (ANGLES <= 165)]
    medial = where.middle - 0.18 * breadth
    space = [*space, (medial, space[-1][1]), (medial, space[0][1])]
    rows, columns = (np.arange(n) / max(shape) for n in shape)
    across = (columns - where.middle) / breadth
    share = np.clip((across + 0.15) / 0.2 if of.side < 0 else across / 0.5, 0, 1)
    share = share * share * (3 - 2 * share)
    # Where the layer of fluid is thin, at its surface, it is less dense.
    dense = np.clip(0.9 + 0.3 * (rows - max(y for _, y in surface)) / height, 0.9, 1)
    shade = dense[:, None] * share
    return (soft([*surface, *below], shape, 0.006) * soft([tuple(p) for p in space], shape, 0.006) * shade).astype(np.float32)


def withdrawn(of: Lung, size: str) -> np.ndarray:
    """By how much a lung is drawn back at each of `ANGLES`."""
    angles, shares = zip(*WITHDRAWN[size])
    back = np.interp(ANGLES, angles, shares)
    if size == "large":
        # Down to the diaphragm, on which the lung stands.
        breadth = of.border * np.sin(np.radians(ANGLES))
        upright = 1 - (1 - back) * breadth[np.argmin(np.abs(ANGLES - 95))] / np.maximum(breadth, 1e-3)
        back = np.where(ANGLES > 95, np.clip(upright, 0, back), back)
    return smooth(back, 2.2)


def with_air(film: np.ndarray, of: Lung, shares: np.ndarray, lucency=1.0, pleura=1.0, smoothed=0.9) -> np.ndarray:
    """A film (H, W) in [0, 1] with a pneumothorax.

    shares (N,) is how much of its radius the lung is drawn back at each of `ANGLES`; lucency and pleura are relative to what
    is usual, smoothed is the share of vessels that go.
    """
    longer = max(film.shape)
    wall = of.border * longer
    line = smooth(of.border, 2.5) * (1 - shares) * longer
    middle = np.array(of.middle) * longer
    reach = directions(of.side) * wall + middle[:, None]
    left, top = np.maximum(0, np.floor(reach.min(axis=1)).astype(int) - 4)
    right, bottom = np.ceil(reach.max(axis=1)).astype(int) + 5
    place = film[top:bottom, left:right]
    y, x = np.mgrid[0 : place.shape[0], 0 : place.shape[1]] + 0.5
    x, y = x + left - middle[0], y + top - middle[1]
    distance = np.hypot(x, y)
    angle = np.degrees(np.arctan2(of.side * x, -y))
    angle = np.where(angle < FIRST, angle + 360, angle)

    def there(values: np.ndarray) -> np.ndarray:
        return np.interp(angle, ANGLES, values, right=0)

    # A line that is oblique to its ray is as much closer than along it.
    slope = np.gradient(line, np.radians(ANGLES[1] - ANGLES[0])) / line
    beyond = (distance - there(line)) * there(1 / np.hypot(1, slope))
    gap = np.clip((there(shares * wall) - 0.7) / 2.5, 0, 1)
    within = np.clip(0.5 + (there(wall) - distance) / (2 * BORDER), 0, 1)
    air = gap * within * np.clip(0.5 + beyond, 0, 1)
    edge = gap * within * np.exp(-0.5 * (beyond / THICKNESS) ** 2)
    width = np.maximum(6, 0.8 * there(wall - line))
    collapse = gap * np.clip(0.5 - beyond, 0, 1) * np.exp(np.minimum(0, beyond) / width)

    tissue = soft_tissue(film)
    contrast = np.clip(tissue - np.median(place[distance < there(line)]), 0.2, 0.5)
    without = np.asarray(Image.fromarray(place.astype(np.float32)).filter(ImageFilter.MedianFilter(VESSELS)))
    result = place + smoothed * air * (without - place)
    result = result - lucency * LUCENCY * contrast * air * result / (result + 0.05)
    # In the shadow of the heart no line is seen.
    room = np.clip((tissue - without) / (0.4 * contrast), 0, 1)
    result = result + room * contrast * (pleura * PLEURA * edge + COLLAPSE * lucency * collapse)
    made = film.copy()
    made[top:bottom, left:right] = np.clip(result, 0, 1)
    return made
