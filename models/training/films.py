# SPDX-License-Identifier: GPL-3.0-or-later
"""Real films and drawn layers, read into memory, split by patient."""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image


@dataclass(frozen=True)
class RealFilm:
    """A film as luminance bytes (H, W), long side as asked for, with its label."""

    image_id: str
    projection: str
    has_devices: bool
    pixels: np.ndarray


def for_validation(patient_id: str) -> bool:
    """Whether a patient's films are kept from training: one patient in four, by hash."""
    return hashlib.sha256(patient_id.encode()).digest()[0] % 4 == 0


def read_film(path: Path, long_side: int) -> np.ndarray:
    """A film as bytes, scaled so that its longer side has the given number of pixels."""
    image = Image.open(path).convert("L")
    scale = long_side / max(image.size)
    size = (round(image.width * scale), round(image.height * scale))
    return np.asarray(image.resize(size, Image.Resampling.BOX if scale < 0.5 else Image.Resampling.BICUBIC))


def real_films(folder: Path, long_side: int, validation: bool) -> list[RealFilm]:
    """The labelled films of one side of the split; none where the folder does not exist."""
    labels = folder / "device_labels.csv"
    if not labels.exists():
        return []
    films = []
    with labels.open() as table:
        for row in csv.DictReader(table):
            if row["device_visible"] not in ("0", "1") or for_validation(row["patient_id"]) != validation:
                continue
            pixels = read_film(folder / (row["image_id"] + ".png"), long_side)
            films.append(RealFilm(row["image_id"], row["projection"], row["device_visible"] == "1", pixels))
    return films


class Layers:
    """The drawn fields that `TrainingLayers` wrote, mapped from disk; see there for their units."""

    def __init__(self, folder: Path, size: int):
        self.film = self._map(folder / "film.u8", size)
        self.device = self._map(folder / "device.u8", size)
        self.fluid_right = self._map(folder / "fluid-right.u8", size)
        self.fluid_left = self._map(folder / "fluid-left.u8", size)
        self.heart = self._map(folder / "heart.u8", size)
        self.opacity = self._map(folder / "opacity.u8", size)
        fields = (self.film, self.device, self.fluid_right, self.fluid_left, self.heart, self.opacity)
        self.count = min(len(field) for field in fields)
        if self.count == 0:
            raise ValueError(f"no layers in {folder}; write them with TrainingLayers")

    @staticmethod
    def _map(path: Path, size: int) -> np.ndarray:
        fields = np.memmap(path, dtype=np.uint8, mode="r")
        whole = len(fields) // (size * size)
        return fields[: whole * size * size].reshape(whole, size, size)
