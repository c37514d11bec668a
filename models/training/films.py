# SPDX-License-Identifier: GPL-3.0-or-later
"""Real films and drawn layers, read into memory, split by patient.

Two forms of folders are read: PNG films with a `device_labels.csv` (`image_id`, `patient_id`, `projection`,
`device_visible`), and films with a `films.csv` (`file`, `patient_id`, `view`, `device_visible`, and where there are some
`age`, `sex`, `findings`, `kind`). An `expert_labels.csv` beside the latter measures: nothing here reads it for training.

Some tables were read from pictures of 220 pixels, in which sternal wires, drains and PICC lines do not show. `readings.csv`
says what a second reading at 512 pixels saw (`image_id`, `device_visible`: 1, or empty where unsure): of training films
that the editor had marked as mistaken for devices, and of the first 60 films that `evaluate.py` measures, of which the
reader saw the source alone. Films that measure keep the label of their table; `evaluate.py` tells both.
"""

import csv
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

READ_AGAIN = Path(__file__).with_name("readings.csv")
# Other films of these patients are looked at by hand, so that nothing is trained on them.
LOOKED_AT = frozenset({"nih-50", "nih-53", "nih-54"})


@dataclass(frozen=True)
class Row:
    """What a folder's table says of a film. `has_devices` is None where nobody could tell; `findings` are
    ChestX-ray14's names, None where nobody has looked; `kind` names what is no adult's chest."""

    path: Path
    image_id: str
    patient_id: str
    projection: str
    has_devices: bool | None
    findings: frozenset[str] | None = None
    age: float | None = None
    sex: str = ""
    kind: str = ""


@dataclass(frozen=True)
class RealFilm:
    """A film as luminance bytes (H, W), long side as asked for, with its labels."""

    row: Row
    pixels: np.ndarray

    @property
    def image_id(self) -> str:
        return self.row.image_id

    @property
    def projection(self) -> str:
        return self.row.projection

    @property
    def has_devices(self) -> bool | None:
        return self.row.has_devices


def for_validation(patient_id: str) -> bool:
    """Whether a patient's films are kept from training: one patient in four, by hash, and those looked at by hand."""
    return patient_id in LOOKED_AT or hashlib.sha256(patient_id.encode()).digest()[0] % 4 == 0


def read_film(path: Path, long_side: int) -> np.ndarray:
    """A film as bytes, scaled so that its longer side has the given number of pixels."""
    image = Image.open(path).convert("L")
    scale = long_side / max(image.size)
    size = (round(image.width * scale), round(image.height * scale))
    return np.asarray(image.resize(size, Image.Resampling.BOX if scale < 0.5 else Image.Resampling.BICUBIC))


def rows_of(folder: Path, validation: bool) -> list[Row]:
    """What a folder's table says of the films of one side of the split; nothing where there is no table."""
    rows = []
    if (folder / "device_labels.csv").exists():
        with (folder / "device_labels.csv").open() as table:
            for line in csv.DictReader(table):
                path = folder / (line["image_id"] + ".png")
                seen = devices_seen(line["device_visible"])
                rows.append(Row(path, line["image_id"], line["patient_id"], line["projection"].lower(), seen))
    if (folder / "films.csv").exists():
        with (folder / "films.csv").open() as table:
            for line in csv.DictReader(table):
                findings = line.get("findings", "")
                rows.append(
                    Row(
                        folder / line["file"],
                        Path(line["file"]).stem,
                        line["patient_id"] or line["file"],
                        line.get("view", "").lower(),
                        devices_seen(line.get("device_visible", "")),
                        frozenset(findings.split("|")) - {"No Finding"} if findings else None,
                        float(line["age"]) if line.get("age") else None,
                        line.get("sex", ""),
                        line.get("kind", ""),
                    )
                )
    rows = [row for row in rows if for_validation(row.patient_id) == validation]
    return rows if validation else read_again(rows)


def read_again(rows: list[Row]) -> list[Row]:
    """The rows with what a second reading at a finer scale saw of devices."""
    with READ_AGAIN.open() as table:
        seen = {line["image_id"]: devices_seen(line["device_visible"]) for line in csv.DictReader(table)}
    return [replace(row, has_devices=seen.get(row.image_id, row.has_devices)) for row in rows]


def devices_seen(told: str) -> bool | None:
    """What a table says of devices; None where it says neither."""
    return {"0": False, "1": True}.get(told)


def real_films(folders, long_side: int, validation: bool) -> list[RealFilm]:
    """The films of one side of the split of which somebody has told whether they show devices, of one folder or several;
    none where a folder does not exist."""
    folders = [folders] if isinstance(folders, Path) else folders
    rows = [row for folder in folders for row in rows_of(folder, validation) if row.has_devices is not None]
    return [RealFilm(row, read_film(row.path, long_side)) for row in rows]


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
