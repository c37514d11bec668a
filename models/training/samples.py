# SPDX-License-Identifier: GPL-3.0-or-later
"""Exact pairs: a film and the same film with devices or fluid laid over it.

Luminance here is in [0, 1]. Laying on follows the phantoms' tone curve: a body of attenuation a over
a place of luminance l shows 1 - (1 - l) exp(-a); fluid lifts what is darker than itself.
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

    def device_crop(self) -> Sample:
        """A crop at full scale that is about support devices."""
        kind = self.random.random()
        if kind < 0.12 and self.devices:
            return self._drawn_over_real_devices()
        clean = self._augmented(self._crop(self._bare_film()))
        if self._happens(0.35):
            clean = self._with_marker(clean)
        loaded = self._with_devices(clean)
        everywhere = np.ones_like(clean)
        if kind < 0.36:
            return Sample(clean, clean, everywhere, self._either(captions.REMOVE_DEVICES, captions.NO_CHANGE))
        if kind < 0.42:
            return Sample(loaded, loaded, everywhere, captions.NO_CHANGE)
        return Sample(loaded, clean, everywhere, captions.REMOVE_DEVICES)

    def whole_film(self) -> Sample:
        """A whole film at half scale that is about fluid, with or without devices on it."""
        film, right, left = self._film_and_fluid()
        clean = self._gamma(film)
        # An added effusion is always in the patient's right pleural space: a caption that names no
        # side must mean one, or the mean of both would be learned.
        added = self.random.random() < 0.45
        filled = self._fluid(clean, right if added or self._happens(0.5) else left)
        everywhere = np.ones_like(clean)
        if self._happens(0.5):
            device = half(self._layer("device").astype(np.float32) / 100) * self.random.uniform(0.5, 1.2)
            device = device[: clean.shape[0], : clean.shape[1]]
            clean, filled = under(clean, device), under(filled, device)
        if added:
            return Sample(clean, filled, everywhere, captions.ADD_EFFUSION)
        if self._happens(0.25):
            return Sample(clean, clean, everywhere, self._either(captions.REMOVE_EFFUSION, captions.NO_CHANGE))
        return Sample(filled, clean, everywhere, captions.REMOVE_EFFUSION)

    def _drawn_over_real_devices(self) -> Sample:
        film = self._augmented(self._crop(self._one(self.devices)))
        loaded = self._with_devices(film)
        drawn = (np.abs(loaded - film) > VISIBLE).astype(np.float32)
        return Sample(loaded, film, drawn, captions.REMOVE_DEVICES)

    def _bare_film(self) -> np.ndarray:
        return self._one(self.bare) if self.bare and self._happens(0.6) else self._layer("film")

    def _film_and_fluid(self):
        layers = self._one(self.layers)
        index = self.random.integers(layers.count)
        right = half(layers.fluid_right[index].astype(np.float32) / 255)
        left = half(layers.fluid_left[index].astype(np.float32) / 255)
        if not self.bare or self._happens(0.7):
            return half(layers.film[index].astype(np.float32) / 255), right, left
        film = half(self._one(self.bare).astype(np.float32) / 255)
        padded = np.zeros((WHOLE, WHOLE), np.float32)
        padded[: film.shape[0], : film.shape[1]] = film
        return padded, self._stretched(right, film.shape), self._stretched(left, film.shape)

    @staticmethod
    def _stretched(field: np.ndarray, shape) -> np.ndarray:
        """A square field squeezed to a film's shape, in the upper left of the square."""
        rows = (np.arange(shape[0]) * field.shape[0] / shape[0]).astype(int)
        columns = (np.arange(shape[1]) * field.shape[1] / shape[1]).astype(int)
        result = np.zeros_like(field)
        result[: shape[0], : shape[1]] = field[rows][:, columns]
        return result

    def _fluid(self, film: np.ndarray, coverage: np.ndarray) -> np.ndarray:
        brightness = self.random.uniform(0.6, 0.78)
        return film + 0.9 * coverage * np.maximum(0, brightness - film)

    def _with_devices(self, film: np.ndarray) -> np.ndarray:
        """Up to three tries for a crop of a layer that has something drawn in it."""
        for _ in range(3):
            layer = self._turned(self._crop(self._layer("device"))).astype(np.float32) / 100
            if (layer > 0.05).mean() > 0.01:
                break
        return under(film, layer * self.random.uniform(0.25, 1.3))

    def _with_marker(self, film: np.ndarray) -> np.ndarray:
        """A side marker as radiographers place it: a letter, bare or on a plate. It has to stay."""
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


def half(film: np.ndarray) -> np.ndarray:
    """A film of half the scale, by the mean of two by two pixels."""
    rows, columns = film.shape[0] // 2 * 2, film.shape[1] // 2 * 2
    film = film[:rows, :columns]
    return (film[::2, ::2] + film[1::2, ::2] + film[::2, 1::2] + film[1::2, 1::2]) / 4
