# SPDX-License-Identifier: GPL-3.0-or-later
"""What devices are drawn with: layers of attenuation, their parts, and the courses of wires and tubes."""

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

# Drawn at this multiple and averaged, so that thin lines have soft borders.
OVERSAMPLED = 3


class Drawing:
    """A layer of attenuation that devices are added to, one at a time."""

    def __init__(self, random: np.random.Generator, rows: int, columns: int):
        self.random = random
        self.rows, self.columns = rows, columns
        self.layer = np.zeros((rows, columns), np.float32)

    def uniform(self, low: float, high: float) -> float:
        return float(self.random.uniform(low, high))

    def happens(self, probability: float) -> bool:
        return bool(self.random.random() < probability)

    def one(self, things):
        return things[self.random.integers(len(things))]

    def point(self, margin: float = 0.1) -> np.ndarray:
        """A place (x, y) in pixels, at least this share of the sides away from the border."""
        return np.array([self.uniform(margin, 1 - margin) * self.columns, self.uniform(margin, 1 - margin) * self.rows])

    def edge(self) -> np.ndarray:
        """A place just beyond the border."""
        x, y = self.point(-0.05)
        return self.one([np.array([x, -8.0]), np.array([x, self.rows + 8.0]), np.array([-8.0, y]), np.array([self.columns + 8.0, y])])

    def part(self) -> "Part":
        return Part(self)

    def add(self, part: "Part", strength: float, softness: float | None = None) -> None:
        """Adds what a part covers, as strong as told; real borders are as soft as half a pixel to one."""
        sigma = OVERSAMPLED * (self.uniform(0.25, 0.8) if softness is None else softness)
        box = part.image.getbbox()
        if box is None:
            return
        # Only the surroundings of what was drawn are worked on: most parts are small.
        reach = math.ceil(3 * sigma / OVERSAMPLED)
        left, top = (max(0, box[k] // OVERSAMPLED - reach) for k in (0, 1))
        right = min(self.columns, box[2] // OVERSAMPLED + 1 + reach)
        bottom = min(self.rows, box[3] // OVERSAMPLED + 1 + reach)
        image = part.image.crop(tuple(OVERSAMPLED * v for v in (left, top, right, bottom)))
        image = image.filter(ImageFilter.GaussianBlur(sigma)).reduce(OVERSAMPLED)
        self.layer[top:bottom, left:right] += np.asarray(image, dtype=np.float32) / 255 * strength


class Part:
    """How much of each place one piece of a device covers; coordinates are pixels of the layer."""

    def __init__(self, drawing: Drawing):
        self.image = Image.new("L", (OVERSAMPLED * drawing.columns, OVERSAMPLED * drawing.rows))
        self.draw = ImageDraw.Draw(self.image)

    def line(self, points, width: float, shade: float = 1.0) -> "Part":
        thickness = max(1, round(width * OVERSAMPLED))
        shade *= min(1.0, width * OVERSAMPLED)
        self.draw.line([tuple(OVERSAMPLED * p) for p in np.asarray(points)], fill=int(255 * shade), width=thickness, joint="curve")
        return self

    def dashes(self, points, width: float, length: int, gap: int) -> "Part":
        for start in range(0, len(points) - 2, length + gap):
            self.line(points[start : start + length + 1], width)
        return self

    def area(self, outline, shade: float = 1.0) -> "Part":
        self.draw.polygon([tuple(OVERSAMPLED * p) for p in np.asarray(outline)], fill=int(255 * shade))
        return self

    def disc(self, centre, radius: float, shade: float = 1.0, squeezed: float = 1.0) -> "Part":
        return self.area(ellipse(centre, radius, radius * squeezed), shade)

    def ring(self, centre, radius: float, width: float, squeezed: float = 1.0, angle: float = 0.0) -> "Part":
        outline = ellipse(centre, radius, radius * squeezed, angle)
        return self.line([*outline, outline[0]], width)


def ellipse(centre, a: float, b: float, angle: float = 0.0, power: float = 2.0, pieces: int = 48) -> np.ndarray:
    """Outline of a superellipse: `power` 2 is an ellipse, 4 a rounded rectangle."""
    t = np.linspace(0, 2 * math.pi, pieces, endpoint=False)
    x = a * np.sign(np.cos(t)) * np.abs(np.cos(t)) ** (2 / power)
    y = b * np.sign(np.sin(t)) * np.abs(np.sin(t)) ** (2 / power)
    return np.asarray(centre) + turned(np.stack([x, y], 1), angle)


def turned(points: np.ndarray, angle: float) -> np.ndarray:
    c, s = math.cos(angle), math.sin(angle)
    return points @ np.array([[c, s], [-s, c]])


def course(drawing: Drawing, start, end, bend: float, pieces: int = 60) -> np.ndarray:
    """A smooth line from a start to an end that sags and winds: `bend` is a share of its length."""
    start, end = np.asarray(start, float), np.asarray(end, float)
    along = end - start
    across = np.array([-along[1], along[0]])
    t = np.linspace(0, 1, pieces)
    off = sum(drawing.random.normal(0, bend / k**1.3) * np.sin(math.pi * k * t) for k in range(1, 5))
    return start + t[:, None] * along + off[:, None] * across


def beside(line: np.ndarray, offset: float) -> np.ndarray:
    """A line that runs along another at a distance."""
    tangent = np.gradient(line, axis=0)
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], 1)
    return line + offset * normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
