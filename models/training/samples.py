# SPDX-License-Identifier: GPL-3.0-or-later
"""Exact pairs: a film and the same film with devices or a finding laid over it.

Luminance here is in [0, 1]. Laying on follows the phantoms' tone curve: a body of attenuation a over
a place of luminance l shows 1 - (1 - l) exp(-a); fluid, an enlarged heart and opacities lift what is
darker than themselves.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import captions
from films import Layers, RealFilm

CROP = 256
WHOLE = 256
# A change of luminance that counts: the mask's truth.
VISIBLE = 0.012


@dataclass(frozen=True)
class Finding:
    """What is laid over whole films: its captions, and its luminance relative to soft tissue."""

    remove: str
    add: str
    brightness: tuple[float, float]


EFFUSION = Finding(captions.REMOVE_EFFUSION, captions.ADD_EFFUSION, (0.85, 1.05))
CARDIOMEGALY = Finding(captions.REMOVE_CARDIOMEGALY, captions.ADD_CARDIOMEGALY, (0.9, 1.08))
OPACITY = Finding(captions.REMOVE_OPACITY, captions.ADD_OPACITY, (0.75, 1.0))


@dataclass(frozen=True)
class Fields:
    """Where findings would cover a film (H, W), in [0, 1], and whether the film is a real one."""

    right: np.ndarray
    left: np.ndarray
    heart: np.ndarray
    opacity: np.ndarray
    real: bool


@dataclass(frozen=True)
class Sample:
    """One training pair (H, W): `counted` is 0 where the truth is not known and no loss is taken."""

    source: np.ndarray
    target: np.ndarray
    counted: np.ndarray
    caption: str


class Samples:
    """Draws pairs at random: crops for devices, whole films of half the scale for fluid."""

    def __init__(self, layers: list[Layers], films: list[RealFilm], seed: int):
        self.random = np.random.default_rng(seed)
        self.layers = layers
        self.bare = [film.pixels for film in films if not film.has_devices]
        self.devices = [film.pixels for film in films if film.has_devices]
        # Places of bare films where an earlier editor saw devices: (film, row, column) of crops.
        self.mistaken: list[tuple[int, int, int]] = []

    def learn_mistakes(self, sees_devices, per_film: int = 12) -> None:
        """Keeps the crops of bare films where `sees_devices`, film (H, W) bytes to probabilities (H, W),
        is most wrong; clavicles, borders and domes are then shown more often than by chance."""
        for index, film in enumerate(self.bare):
            wrong = sees_devices(film).copy()
            for _ in range(per_film):
                row, column = np.unravel_index(wrong.argmax(), wrong.shape)
                if wrong[row, column] < 0.3:
                    break
                self.mistaken.append((index, *self._about(film.shape, row, column)))
                wrong[max(0, row - 24) : row + 24, max(0, column - 24) : column + 24] = 0

    @staticmethod
    def _about(shape, row: int, column: int) -> tuple[int, int]:
        top = min(max(0, row - CROP // 2), shape[0] - CROP)
        return top, min(max(0, column - CROP // 2), shape[1] - CROP)

    def device_crop(self) -> Sample:
        """A crop at full scale that is about support devices."""
        kind = self.random.random()
        if kind < 0.12 and self.devices:
            return self._drawn_over_real_devices()
        nothing = kind < 0.36
        crop = self._mistaken_crop() if nothing and self._happens(0.5) else self._crop(self._bare_film())
        clean = self._augmented(crop)
        if self._happens(0.15):
            clean = self._collimated(clean)
        if self._happens(0.35):
            clean = self._with_marker(clean)
        everywhere = np.ones_like(clean)
        if nothing:
            return Sample(clean, clean, everywhere, self._either(captions.REMOVE_DEVICES, captions.NO_CHANGE))
        loaded = self._with_devices(clean)
        if kind < 0.42:
            return Sample(loaded, loaded, everywhere, captions.NO_CHANGE)
        return Sample(loaded, clean, everywhere, captions.REMOVE_DEVICES)

    def whole_film(self) -> Sample:
        """A whole film at half scale that is about one finding, with or without devices on it.

        An added effusion is always in the patient's right pleural space, and an added opacity in the
        lower zone of the patient's right lung: a caption that names no place must mean one, or the
        mean of all would be learned. On real films nobody has told where that zone is.
        """
        clean, fields = self._film_and_fields()
        finding = self._one([EFFUSION, EFFUSION, CARDIOMEGALY, OPACITY])
        added = self._happens(0.4) and not (finding == OPACITY and fields.real)
        clean = self._with_other_findings(clean, fields, finding)
        shape = fields.right if added or self._happens(0.5) else fields.left
        opacity = self._lower_zone(fields.right) if added else fields.opacity
        field = {EFFUSION: shape, CARDIOMEGALY: fields.heart, OPACITY: opacity}[finding]
        filled = laid_over(clean, field, self._brightness(clean, finding))
        everywhere = np.ones_like(clean)
        if self._happens(0.5):
            device = half(self._layer("device").astype(np.float32) / 100) * self.random.uniform(0.5, 1.2)
            device = device[: clean.shape[0], : clean.shape[1]]
            clean, filled = under(clean, device), under(filled, device)
        if added:
            return Sample(clean, filled, everywhere, finding.add)
        # Domes of the diaphragm of real films are not fluid: there, there is nothing to remove more often.
        if self._happens(0.5 if fields.real else 0.25):
            return Sample(clean, clean, everywhere, self._either(finding.remove, captions.NO_CHANGE))
        return Sample(filled, clean, everywhere, finding.remove)

    def _with_other_findings(self, film: np.ndarray, fields: "Fields", asked: "Finding") -> np.ndarray:
        """A film that may have findings which the caption does not name, and keeps them."""
        others = {EFFUSION: fields.left, CARDIOMEGALY: fields.heart, OPACITY: fields.opacity}
        for finding, field in others.items():
            if finding != asked and self._happens(0.15):
                film = laid_over(film, field, self._brightness(film, finding))
        return film

    def _lower_zone(self, right: np.ndarray) -> np.ndarray:
        """An opacity (H, W) in [0, 1] above the floor of the right pleural space, uneven within."""
        rows, columns = right.shape
        covered = right > 0.5
        if not covered.any():
            return np.zeros_like(right)
        row = np.flatnonzero(covered.any(axis=1))[-1] - 0.2 * rows
        column = np.average(np.arange(columns), weights=covered.sum(axis=0))
        y, x = np.mgrid[0:rows, 0:columns]
        distance = ((y - row) / (0.075 * rows)) ** 2 + ((x - column) / (0.06 * columns)) ** 2
        coarse = Image.fromarray(self.random.normal(1, 0.25, (24, 24)).astype(np.float32))
        uneven = np.asarray(coarse.resize((columns, rows), Image.Resampling.BICUBIC))
        return np.clip(0.85 * np.exp(-distance) * uneven, 0, 1).astype(np.float32)

    def _brightness(self, film: np.ndarray, finding: "Finding") -> float:
        """Luminance of a finding on this film: about that of its own soft tissue, as phantoms have it."""
        inside = film[film > 0.02]
        tissue = float(np.quantile(inside, 0.8)) if inside.size else 0.7
        return tissue * self.random.uniform(*finding.brightness)

    def _drawn_over_real_devices(self) -> Sample:
        film = self._augmented(self._crop(self._one(self.devices)))
        loaded = self._with_devices(film)
        drawn = (np.abs(loaded - film) > VISIBLE).astype(np.float32)
        return Sample(loaded, film, drawn, captions.REMOVE_DEVICES)

    def _bare_film(self) -> np.ndarray:
        return self._one(self.bare) if self.bare and self._happens(0.6) else self._layer("film")

    def _film_and_fields(self) -> tuple[np.ndarray, "Fields"]:
        layers = self._one(self.layers)
        index = self.random.integers(layers.count)
        real = bool(self.bare) and self._happens(0.35)
        names = ("fluid_right", "fluid_left", "heart", "opacity")
        drawn = [half(getattr(layers, name)[index].astype(np.float32) / 255) for name in names]
        if not real:
            film = half(layers.film[index].astype(np.float32) / 255)
            return self._gamma(film), Fields(*drawn, real=False)
        film = half(self._one(self.bare).astype(np.float32) / 255)
        padded = np.zeros((WHOLE, WHOLE), np.float32)
        padded[: film.shape[0], : film.shape[1]] = self._gamma(film)
        return padded, Fields(*(self._stretched(field, film.shape) for field in drawn), real=True)

    @staticmethod
    def _stretched(field: np.ndarray, shape) -> np.ndarray:
        """A square field squeezed to a film's shape, in the upper left of the square."""
        rows = (np.arange(shape[0]) * field.shape[0] / shape[0]).astype(int)
        columns = (np.arange(shape[1]) * field.shape[1] / shape[1]).astype(int)
        result = np.zeros_like(field)
        result[: shape[0], : shape[1]] = field[rows][:, columns]
        return result

    def _with_devices(self, film: np.ndarray) -> np.ndarray:
        """Up to three tries for a crop of a layer that has something drawn in it."""
        for _ in range(3):
            layer = self._turned(self._crop(self._layer("device"))).astype(np.float32) / 100
            if (layer > 0.05).mean() > 0.01:
                break
        # Real generators and snaps are opaque and flat; drawn ones would keep a trace of what they hide.
        strength = self.random.uniform(1.5, 4) if self._happens(0.15) else self.random.uniform(0.25, 1.3)
        return under(film, layer * strength)

    def _collimated(self, film: np.ndarray) -> np.ndarray:
        """A crop with a saturated border, black or white, as collimation leaves it. It has to stay."""
        angle = self.random.integers(4) * np.pi / 2 + self.random.normal(0, 0.04)
        y, x = np.mgrid[0:CROP, 0:CROP] - CROP / 2
        depth = np.cos(angle) * x + np.sin(angle) * y - self.random.uniform(0.1, 0.48) * CROP
        covered = np.clip(0.5 + depth / self.random.uniform(0.8, 4), 0, 1)
        shade = self.random.uniform(0, 0.04) if self._happens(0.6) else self.random.uniform(0.9, 1)
        return (film + covered * (shade - film)).astype(np.float32)

    def _mistaken_crop(self) -> np.ndarray:
        if not self.mistaken:
            return self._crop(self._bare_film())
        index, row, column = self._one(self.mistaken)
        return self.bare[index][row : row + CROP, column : column + CROP]

    def _with_marker(self, film: np.ndarray) -> np.ndarray:
        """A side marker as radiographers place it, upright or turned by 90 degrees. It has to stay."""
        turn = int(self.random.integers(-1, 3)) if self._happens(0.5) else 0
        return np.ascontiguousarray(np.rot90(self._with_letter(np.rot90(film, turn)), -turn))

    def _with_letter(self, film: np.ndarray) -> np.ndarray:
        """A letter, bare or on a plate."""
        size = int(self.random.integers(14, 34))
        plate = self.random.uniform(-0.2, 1)
        letter = 0.0 if plate > 0.7 else self.random.uniform(0.8, 1)
        picture = Image.fromarray((film * 255).clip(0, 255).astype(np.uint8))
        draw = ImageDraw.Draw(picture)
        column, row = self.random.integers(0, CROP - size, 2)
        if plate > 0:
            box = (column, row, column + 0.8 * size, row + size * self.random.uniform(1, 1.4))
            draw.rectangle(box, fill=int(255 * plate))
        text = self._one(["L", "R", "LI", "RE", "AP", "1"])
        draw.text((column + 2, row), text, fill=int(255 * letter), font=ImageFont.load_default(size))
        drawn = np.asarray(picture, dtype=np.float32) / 255
        return np.where(np.abs(drawn - film) > 0.01, drawn, film).astype(np.float32)

    def _augmented(self, crop: np.ndarray) -> np.ndarray:
        return self._gamma(self._turned(crop).astype(np.float32) / 255)

    def _gamma(self, film: np.ndarray) -> np.ndarray:
        film = np.clip(film, 0, 1) ** self.random.uniform(0.7, 1.4)
        return film * self.random.uniform(0.85, 1.0) + self.random.uniform(0, 0.05)

    def _turned(self, crop: np.ndarray) -> np.ndarray:
        crop = np.rot90(crop, self.random.integers(-1, 2)) if self._happens(0.3) else crop
        return crop[:, ::-1] if self._happens(0.5) else crop

    def _crop(self, film: np.ndarray) -> np.ndarray:
        row = self.random.integers(film.shape[0] - CROP + 1)
        column = self.random.integers(film.shape[1] - CROP + 1)
        return film[row : row + CROP, column : column + CROP]

    def _layer(self, name: str) -> np.ndarray:
        layers = self._one(self.layers)
        return getattr(layers, name)[self.random.integers(layers.count)]

    def _one(self, things):
        return things[self.random.integers(len(things))]

    def _either(self, a: str, b: str) -> str:
        return a if self._happens(0.7) else b

    def _happens(self, probability: float) -> bool:
        return self.random.random() < probability


def under(film: np.ndarray, attenuation: np.ndarray) -> np.ndarray:
    """A film with a body of this attenuation laid over it."""
    return (1 - (1 - film) * np.exp(-attenuation)).astype(np.float32)


def laid_over(film: np.ndarray, coverage: np.ndarray, brightness: float) -> np.ndarray:
    """A film with fluid or tissue of this luminance over it, as the phantoms lay it on."""
    return (film + 0.9 * coverage * np.maximum(0, brightness - film)).astype(np.float32)


def half(film: np.ndarray) -> np.ndarray:
    """A film of half the scale, by the mean of two by two pixels."""
    rows, columns = film.shape[0] // 2 * 2, film.shape[1] // 2 * 2
    film = film[:rows, :columns]
    return (film[::2, ::2] + film[1::2, ::2] + film[::2, 1::2] + film[1::2, 1::2]) / 4
