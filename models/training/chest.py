# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the lungs lie on a frontal film, and findings drawn where they would be on this very film.

A caption says "add pleural effusion" and no more, so what it asks for must follow from the film alone:
drawn where another anatomy has its lungs, or now little and now much, the mean of all is learned, and that
is a veil. Lengths are shares of the film's longer side, the patient's right is on the left.
"""

from dataclasses import astuple, dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

# Long side, in pixels, at which lungs are looked for.
SIDE = 96
# Half the thickness of the border that should be brighter than the lungs, at that size.
BORDER = 4
STEPS = (0.06, 0.03, 0.015, 0.0075)


@dataclass(frozen=True)
class Chest:
    """The middle, the lungs' apex, and of each lung the outer wall and the height of its dome."""

    middle: float
    apex: float
    right_wall: float
    left_wall: float
    right_base: float
    left_base: float

    def lung(self, side: int) -> np.ndarray:
        """Outline of one lung (N, 2); side -1 is the patient's right."""
        wall, base = (self.right_wall, self.right_base) if side < 0 else (self.left_wall, self.left_base)
        breadth, height = wall - self.middle, base - self.apex
        inner = (0.24, 0.24, 0.26, 0.34, 0.38) if side < 0 else (0.26, 0.3, 0.4, 0.52, 0.6)
        outer = [(0.36, 0), (0.72, 0.12), (0.93, 0.45), (1.01, 0.85), (1.0, 1.12), (0.75, 1.02)]
        return np.array(
            [(self.middle + u * breadth, self.apex + v * height) for u, v in outer]
            + [(self.middle + u * breadth, self.apex + v * height) for u, v in zip(inner[::-1], (0.98, 0.8, 0.55, 0.3, 0.12))]
        )

    def plausible(self) -> bool:
        right, left = self.middle - self.right_wall, self.left_wall - self.middle
        return (
            self.apex > -0.03
            and 0.14 < min(right, left)
            and max(right, left) < 0.46
            and max(right, left) < 1.45 * min(right, left)
            and 0.25 < self.right_base - self.apex < 0.75
            and 0.25 < self.left_base - self.apex < 0.75
            and abs(self.right_base - self.left_base) < 0.1
        )


def found(film: np.ndarray) -> Chest:
    """The lungs of a film (H, W) in [0, 1]: the outlines that are darker within than at their border."""
    small = equalised(film)
    rows, columns = np.array(small.shape) / SIDE
    starts = [
        Chest(0.5 * columns, a * rows, (0.5 - w) * columns, (0.5 + w) * columns, b * rows, (b + 0.02) * rows)
        for a, b in ((0.12, 0.62), (0.16, 0.74), (0.2, 0.66))
        for w in (0.3, 0.38)
    ]
    return max((climbed(small, start) for start in starts), key=lambda found: found[1])[0]


def equalised(film: np.ndarray) -> np.ndarray:
    """A small copy whose luminances are ranks: exposure and tone differ between films, order does not."""
    scale = SIDE / max(film.shape)
    size = (round(film.shape[1] * scale), round(film.shape[0] * scale))
    image = Image.fromarray(film.astype(np.float32)).resize(size, Image.Resampling.BOX)
    small = np.asarray(image)
    ranks = np.empty(small.size, np.float32)
    ranks[np.argsort(small, axis=None, kind="stable")] = np.linspace(0, 1, small.size)
    return ranks.reshape(small.shape)


def climbed(small: np.ndarray, start: Chest) -> tuple[Chest, float]:
    """The best outlines near a start, by steps along one length, or two that move together, at a time."""
    best, score = np.array(astuple(start)), contrast(small, start)
    moves = [*np.eye(6), np.array([1, 0, 1, 1, 0, 0]), np.array([0, 1, 0, 0, 1, 1]), np.array([0, 0, 1, -1, 0, 0]), np.array([0, 0, 0, 0, 1, 1])]
    for step in STEPS:
        better = True
        while better:
            better = False
            for move in moves:
                for sign in (-step, step):
                    tried = Chest(*(best + sign * move))
                    if tried.plausible() and (value := contrast(small, tried)) > score + 1e-6:
                        best, score, better = np.array(astuple(tried)), value, True
    return Chest(*best), score


def contrast(small: np.ndarray, chest: Chest) -> float:
    """How much darker the lungs are than what lies around them."""
    size = small.shape[::-1]
    inside, around = Image.new("L", size), Image.new("L", size)
    for side in (-1, 1):
        outline = [tuple(p) for p in chest.lung(side) * SIDE]
        ImageDraw.Draw(around).line([*outline, outline[0]], fill=255, width=2 * BORDER, joint="curve")
        ImageDraw.Draw(inside).polygon(outline, fill=255)
    within = np.asarray(inside) > 0
    border = (np.asarray(around) > 0) & ~within
    if within.sum() < 100 or border.sum() < 50:
        return -1.0
    values = small[within]
    return float(small[border].mean() - values.mean() + 0.12 * np.sqrt(within.mean()))


def effusion(chest: Chest, shape, side: int) -> np.ndarray:
    """Fluid (H, W) in [0, 1] that fills the lower third of a lung and climbs the chest wall."""
    wall, base = (chest.right_wall, chest.right_base) if side < 0 else (chest.left_wall, chest.left_base)
    breadth, height = wall - chest.middle, base - chest.apex
    level = chest.apex + 0.68 * height
    knots = [(1.03, -0.2), (0.97, -0.14), (0.9, -0.06), (0.78, 0.0), (0.6, 0.03), (0.4, 0.03), (0.24, 0.0)]
    surface = [(chest.middle + u * breadth, level + v * height) for u, v in knots]
    floor = base + 0.2 * height
    return soft([*surface, (chest.middle + 0.24 * breadth, floor), (chest.middle + 1.03 * breadth, floor)], shape, 0.006)


def enlarged_heart(chest: Chest, shape) -> np.ndarray:
    """An enlarged heart (H, W) in [0, 1]: it hangs from the great vessels, lies on the diaphragm, and reaches nine
    tenths of the way to the left wall and half of it to the right."""
    left, right = chest.left_wall - chest.middle, chest.middle - chest.right_wall
    leftwards = [(0.1, 0.3), (0.24, 0.42), (0.44, 0.54), (0.66, 0.68), (0.83, 0.82), (0.9, 0.95), (0.84, 1.06), (0.6, 1.12)]
    rightwards = [(0.2, 1.12), (0.4, 1.06), (0.49, 0.94), (0.51, 0.8), (0.46, 0.66), (0.34, 0.52), (0.2, 0.4), (0.1, 0.3)]

    def height(base: float, v: float) -> float:
        return chest.apex + v * (base - chest.apex)

    outline = [(chest.middle + u * left, height(chest.left_base, v)) for u, v in leftwards]
    outline += [(chest.middle - u * right, height(chest.right_base, v)) for u, v in rightwards]
    return soft(rounded(outline), shape, 0.005)


def rounded(outline, pieces: int = 6):
    """A closed outline through the same points without corners (Catmull and Rom's spline)."""
    points = np.array(outline)
    before, after, next_but_one = (np.roll(points, shift, axis=0) for shift in (1, -1, -2))
    result = []
    for t in np.arange(pieces) / pieces:
        along = after - before, 2 * before - 5 * points + 4 * after - next_but_one
        cubic = 3 * points - before - 3 * after + next_but_one
        result.append(points + 0.5 * (along[0] * t + along[1] * t**2 + cubic * t**3))
    return [tuple(p) for p in np.stack(result, 1).reshape(-1, 2)]


# By how much an opacity of a size is broader and higher than a medium one.
EXTENTS = {"small": 0.62, "": 1.0, "large": 1.4}


def lower_zone_opacity(chest: Chest, shape, side: int = -1, size: str = "") -> np.ndarray:
    """An opacity (H, W) in [0, 1] in the lower zone of a lung."""
    rows, columns = shape
    wall, base = (chest.right_wall, chest.right_base) if side < 0 else (chest.left_wall, chest.left_base)
    breadth, height = wall - chest.middle, base - chest.apex
    y, x = np.mgrid[0:rows, 0:columns] / max(shape)
    # The heart covers more of the left lung.
    u = (x - (chest.middle + (0.62 if side < 0 else 0.7) * breadth)) / (0.34 * EXTENTS[size] * breadth)
    v = (y - (chest.apex + 0.74 * height)) / (0.2 * EXTENTS[size] * height)
    # The heart's outline is seldom where it is expected.
    border = 0.006 if side < 0 and not size else 0.02
    inside = soft([tuple(p) for p in chest.lung(side)], shape, border)
    return (inside * np.exp(-((u**2 + v**2) ** 1.5))).astype(np.float32)


def soft(outline, shape, border: float) -> np.ndarray:
    """An area (H, W) in [0, 1] whose border is so soft, as a standard deviation."""
    rows, columns = shape
    longer = max(shape)
    image = Image.new("L", (2 * columns, 2 * rows))
    ImageDraw.Draw(image).polygon([(2 * longer * x, 2 * longer * y) for x, y in outline], fill=255)
    image = image.filter(ImageFilter.GaussianBlur(2 * longer * border))
    return np.asarray(image.resize((columns, rows), Image.Resampling.BOX), dtype=np.float32) / 255
