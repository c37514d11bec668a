# SPDX-License-Identifier: GPL-3.0-or-later
"""The judge's own drawings of devices and findings.

They share nothing with the phantoms' (`phantoms`), on which the editor is trained: other
geometry, other profiles across a wire, another way of laying onto a film. A judge that had learned
the editor's drawings would call removed what merely no longer looks like them.

Fields are (SIZE, SIZE) in [0, 1], those of devices finer where that is asked for. Devices are painted:
`film + opacity * (shade - film)`. Widths are in pixels of SIZE.
"""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIZE = 256
# Drawn at this multiple and averaged, so that thin lines have soft borders.
OVERSAMPLED = 3


class Sheet:
    """A picture at a multiple of the size, onto which opacity is painted with a soft brush; `dots` of it make
    a pixel of SIZE."""

    def __init__(self, random: np.random.Generator, fineness: int = 1, sharpest: float = 0.5):
        self.random = random
        self.fineness = fineness
        self.sharpest = sharpest
        self.dots = fineness * OVERSAMPLED
        self.side = SIZE * self.dots
        self.image = Image.new("L", (self.side, self.side))
        self.draw = ImageDraw.Draw(self.image)

    def uniform(self, low: float, high: float) -> float:
        return float(self.random.uniform(low, high))

    def point(self, left=0.05, top=0.05, right=0.95, bottom=0.95):
        return np.array([self.uniform(left, right), self.uniform(top, bottom)]) * self.side

    def stroke(self, points, width: float, opacity: float) -> None:
        """A line; width in pixels of the field, of which a part may be less than one."""
        thickness = max(1, round(width * self.dots))
        weaker = min(1.0, width * self.dots)
        shade = int(255 * opacity * weaker)
        self.draw.line([tuple(p) for p in points], fill=shade, width=thickness, joint="curve")

    def field(self) -> np.ndarray:
        soft = self.image.filter(ImageFilter.GaussianBlur(self.fineness * self.uniform(self.sharpest, 2.2)))
        size = SIZE * self.fineness
        small = soft.resize((size, size), Image.Resampling.BOX)
        return np.asarray(small, dtype=np.float32) / 255


def walk(sheet: Sheet, start, towards, bend: float, pieces: int = 40):
    """A line that drifts from a start to an end as a loose cable does: a random, damped curvature."""
    position, points = np.array(start, float), [np.array(start, float)]
    heading = np.arctan2(*(np.array(towards) - position)[::-1]) + sheet.random.normal(0, bend)
    turn = 0.0
    for i in range(pieces):
        rest = np.array(towards) - position
        wanted = np.arctan2(rest[1], rest[0])
        turn = 0.8 * turn + sheet.random.normal(0, 0.1 * bend)
        miss = (wanted - heading + np.pi) % (2 * np.pi) - np.pi
        heading += turn + miss * (0.08 + 0.9 * (i / pieces) ** 2)
        position = position + np.linalg.norm(rest) / (pieces - i) * np.array([np.cos(heading), np.sin(heading)])
        points.append(position)
    return points


def cable(sheet: Sheet) -> None:
    """A cable that ends in an electrode, or leaves the film at both ends."""
    edge = [sheet.uniform(-0.05, 1.05), sheet.random.choice([-0.03, 1.03])]
    edge = np.array(edge if sheet.random.random() < 0.6 else edge[::-1]) * sheet.side
    end = sheet.point(0.1, 0.1, 0.9, 0.85)
    opacity = sheet.uniform(0.35, 0.95)
    sheet.stroke(walk(sheet, end, edge, sheet.uniform(0.2, 1)), sheet.uniform(0.6, 2), opacity)
    if sheet.random.random() < 0.75:
        electrode(sheet, end, opacity)


def electrode(sheet: Sheet, centre, opacity: float) -> None:
    """A snap on a pad: ring or square, its pad faint."""
    r = sheet.uniform(1.2, 3.2) * sheet.dots
    if sheet.random.random() < 0.6:
        pad = r * sheet.uniform(2, 4)
        box = [centre[0] - pad, centre[1] - pad, centre[0] + pad, centre[1] + pad * sheet.uniform(0.6, 1)]
        shade = int(255 * sheet.uniform(0.06, 0.25))
        (sheet.draw.rectangle if sheet.random.random() < 0.5 else sheet.draw.ellipse)(box, fill=shade)
    box = [centre[0] - r, centre[1] - r, centre[0] + r, centre[1] + r]
    if sheet.random.random() < 0.4:
        sheet.draw.ellipse(box, outline=int(255 * opacity), width=max(1, int(0.4 * r)))
    else:
        sheet.draw.ellipse(box, fill=int(255 * opacity))


def midline_tube(sheet: Sheet) -> None:
    """A tube down the middle of the upper chest or on to the stomach: two walls, or a marked line."""
    side = sheet.side
    top = np.array([sheet.uniform(0.42, 0.58), -0.02]) * side
    short = sheet.random.random() < 0.5
    tip = np.array([sheet.uniform(0.45, 0.55), sheet.uniform(0.2, 0.42)] if short else [sheet.uniform(0.5, 0.72), sheet.uniform(0.72, 0.95)]) * side
    line = np.array(walk(sheet, top, tip, 0.12))
    opacity = sheet.uniform(0.2, 0.65)
    if sheet.random.random() < 0.6:
        gap = sheet.uniform(1, 2.4) * sheet.dots
        for wall in (-gap, gap):
            sheet.stroke(line + [wall, 0], sheet.uniform(0.5, 1), opacity)
    else:
        sheet.stroke(line, sheet.uniform(1, 3), opacity)


def catheter(sheet: Sheet) -> None:
    """A thin line from neck or shoulder to the right of the middle."""
    side = sheet.side
    left = sheet.random.random() < 0.6
    start = np.array([sheet.uniform(0.3, 0.44) if left else sheet.uniform(0.56, 0.8), sheet.uniform(-0.02, 0.2)]) * side
    tip = np.array([sheet.uniform(0.4, 0.52), sheet.uniform(0.35, 0.56)]) * side
    sheet.stroke(walk(sheet, start, tip, 0.35), sheet.uniform(0.6, 1.3), sheet.uniform(0.3, 0.7))


def generator(sheet: Sheet) -> None:
    """An implanted generator: a rounded, dense box below a clavicle, with leads to the heart."""
    side = sheet.side
    centre = np.array([sheet.random.choice([sheet.uniform(0.14, 0.26), sheet.uniform(0.74, 0.86)]), sheet.uniform(0.18, 0.34)]) * side
    w, h = sheet.uniform(10, 16) * sheet.dots, sheet.uniform(9, 15) * sheet.dots
    opacity = sheet.uniform(0.7, 1)
    sheet.draw.rounded_rectangle([*(centre - [w, h]), *(centre + [w, h])], radius=0.6 * h, fill=int(255 * opacity))
    for _ in range(int(sheet.random.integers(1, 4))):
        tip = np.array([sheet.uniform(0.45, 0.66), sheet.uniform(0.5, 0.72)]) * side
        sheet.stroke(walk(sheet, centre, tip, 0.8), sheet.uniform(0.8, 1.6), sheet.uniform(0.5, 0.9))


def metal(sheet: Sheet) -> None:
    """Clips or the rings of sternal wires."""
    if sheet.random.random() < 0.5:
        x = sheet.uniform(0.46, 0.54) * sheet.side
        for k in range(int(sheet.random.integers(3, 7))):
            y = (0.3 + 0.06 * k) * sheet.side
            r = sheet.uniform(3, 6) * sheet.dots
            sheet.draw.arc([x - r, y - 0.5 * r, x + r, y + 0.5 * r], sheet.uniform(0, 90), sheet.uniform(250, 360), fill=int(255 * sheet.uniform(0.5, 1)), width=2 * sheet.fineness)
    else:
        field = sheet.point(0.3, 0.3, 0.7, 0.8)
        for _ in range(int(sheet.random.integers(2, 8))):
            a = field + sheet.random.normal(0, 18 * sheet.dots, 2)
            sheet.stroke([a, a + sheet.random.normal(0, 3 * sheet.dots, 2)], sheet.uniform(0.7, 1.2), sheet.uniform(0.6, 1))


def devices(random: np.random.Generator, fineness: int = 1, sharpest: float = 0.5) -> np.ndarray:
    """Opacity of one to seven devices, at a multiple of SIZE; their border is at least so soft, as a standard
    deviation in thirds of a pixel of SIZE."""
    sheet = Sheet(random, fineness, sharpest)
    kinds = [cable, cable, cable, midline_tube, catheter, generator, metal]
    chances = [0.75, 0.55, 0.4, 0.4, 0.35, 0.12, 0.15]
    for kind, chance in zip(kinds, chances):
        if random.random() < chance:
            kind(sheet)
    field = sheet.field()
    return field if field.max() > 0.15 else devices(random, fineness, sharpest)


def smooth_noise(random: np.random.Generator, cells: int) -> np.ndarray:
    """Unevenness in about [-1, 1] with so many cells across."""
    coarse = Image.fromarray(random.normal(0, 0.6, (cells, cells)).astype(np.float32))
    return np.asarray(coarse.resize((SIZE, SIZE), Image.Resampling.BICUBIC))


def fluid(random: np.random.Generator) -> np.ndarray:
    """Opacity of an effusion: dense below a curved line that climbs towards the wall of one side."""
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    if random.random() < 0.5:
        x = 1 - x
    outward = np.clip((0.46 - x) / 0.34, 0, 1.2)
    level = random.uniform(0.48, 0.68) + random.uniform(0.02, 0.1) - random.uniform(0.05, 0.16) * outward**2
    dense = 1 / (1 + np.exp(-(y - level) / random.uniform(0.008, 0.03)))
    inside = 1 / (1 + np.exp(-(0.46 - x) / 0.015)) / (1 + np.exp(-(x - random.uniform(0.06, 0.13)) / 0.012))
    below = 1 / (1 + np.exp((y - random.uniform(0.8, 0.9)) / 0.02))
    return (random.uniform(0.75, 1) * dense * inside * below).astype(np.float32)


def heart(random: np.random.Generator) -> np.ndarray:
    """Opacity of an enlarged heart: a superellipse, egg-shaped, low and to one side of the middle."""
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    cx, cy = random.uniform(0.53, 0.58), random.uniform(0.52, 0.62)
    u, v = (x - cx) / random.uniform(0.19, 0.25), (y - cy) / random.uniform(0.13, 0.19)
    turned = random.uniform(0.2, 0.6)
    u, v = u * np.cos(turned) + v * np.sin(turned), v * np.cos(turned) - u * np.sin(turned)
    distance = (np.abs(u) ** 2.3 + np.abs(v * (1 - 0.12 * u)) ** 2.3) ** (1 / 2.3)
    return (random.uniform(0.8, 1) / (1 + np.exp((distance - 1) / random.uniform(0.02, 0.06)))).astype(np.float32)


def opacity(random: np.random.Generator) -> np.ndarray:
    """Opacity of airspace disease: clouds of several scales within one or both lungs."""
    y, x = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    cloud = smooth_noise(random, 5) + 0.5 * smooth_noise(random, 11) + 0.3 * smooth_noise(random, 30)
    reach = np.zeros_like(x)
    for side in random.permutation([0.3, 0.7])[: random.integers(1, 3)]:
        cy = random.uniform(0.3, 0.62)
        reach += np.exp(-(((x - side) / random.uniform(0.07, 0.12)) ** 2) - ((y - cy) / random.uniform(0.08, 0.22)) ** 2)
    dense = np.clip(reach * (0.9 + 0.7 * cloud), 0, 1)
    return (random.uniform(0.45, 0.9) * dense).astype(np.float32)


def painted(film: np.ndarray, field: np.ndarray, shade: float) -> np.ndarray:
    """A film with an opacity painted over it; nothing gets darker."""
    return film + field * np.maximum(0, shade - film)
