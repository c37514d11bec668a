# SPDX-License-Identifier: GPL-3.0-or-later
"""Exact pairs: a film and the same film with devices or a finding laid over it.

Luminance here is in [0, 1]. Laying on follows the phantoms' tone curve: a body of attenuation a over
a place of luminance l shows 1 - (1 - l) exp(-a); fluid, an enlarged heart and opacities lift what is
darker than themselves.
"""

from dataclasses import astuple, dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import captions
import chest
import devices
from films import Layers, RealFilm

CROP = 256
WHOLE = 256
# A change of luminance that counts: the mask's truth.
VISIBLE = 0.012
# Real films without devices that findings are drawn on: more would cost the time to find their lungs.
WITH_FINDINGS = 48
# Drawings of devices that are kept, of which one is drawn anew for each sample.
DRAWINGS = 60


@dataclass(frozen=True)
class Finding:
    """What is laid over whole films: its captions, and its luminance relative to soft tissue, of those to be
    removed and, since "add" must mean one, of the added."""

    remove: str
    add: str
    brightness: tuple[float, float]
    added: float


EFFUSION = Finding(captions.REMOVE_EFFUSION, captions.ADD_EFFUSION, (0.85, 1.05), 1.0)
CARDIOMEGALY = Finding(captions.REMOVE_CARDIOMEGALY, captions.ADD_CARDIOMEGALY, (0.9, 1.08), 1.0)
OPACITY = Finding(captions.REMOVE_OPACITY, captions.ADD_OPACITY, (0.75, 1.0), 0.95)


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
        # Findings are asked for on films of which nobody has told that they have any.
        healthy = [film.pixels for film in films if not film.has_devices and not film.row.findings]
        order = np.random.default_rng(17)
        self.healthy = [healthy[i] for i in order.permutation(len(healthy))[:WITH_FINDINGS]]
        self.sick = [self.devices[i] for i in order.permutation(len(self.devices))[:WITH_FINDINGS]]
        # Places of bare films where an earlier editor saw devices: (film, row, column) of crops.
        self.mistaken: list[tuple[int, int, int]] = []
        # Layers of attenuation of real devices that an earlier editor took off.
        self.taken_off: list[np.ndarray] = []
        self.drawn: list[np.ndarray] = []
        self.chests: dict[tuple, chest.Chest] = {}

    def learn_mistakes(self, index: int, seen: np.ndarray, most: int = 10) -> None:
        """Keeps the crops of a bare film where an earlier editor, by its probabilities (H, W) in [0, 1], is most wrong;
        clavicles, borders and domes are then shown more often than by chance."""
        wrong = seen.copy()
        for _ in range(most):
            row, column = np.unravel_index(wrong.argmax(), wrong.shape)
            if wrong[row, column] < 0.3:
                break
            self.mistaken.append((index, int(row), int(column)))
            wrong[max(0, row - 24) : row + 24, max(0, column - 24) : column + 24] = 0

    def learn_devices(self, layer: np.ndarray) -> None:
        """Keeps a layer (H, W) of attenuation that an earlier editor took off a film."""
        if (layer > 0.03).mean() > 0.002 and min(layer.shape) >= CROP:
            self.taken_off.append(np.uint8(np.clip(layer, 0, 2.55) * 100))

    def _about(self, shape, row: int, column: int) -> tuple[int, int]:
        """The corner of a crop that holds a place, not always in its middle."""
        top = row - int(self.random.integers(CROP // 6, 5 * CROP // 6))
        left = column - int(self.random.integers(CROP // 6, 5 * CROP // 6))
        return min(max(0, top), shape[0] - CROP), min(max(0, left), shape[1] - CROP)

    def device_crop(self) -> Sample:
        """A crop at full scale that is about support devices."""
        kind = self.random.random()
        if kind < 0.1 and self.devices:
            return self._drawn_over_real_devices()
        nothing = kind < 0.36
        crop = self._mistaken_crop() if self._happens(0.75 if nothing else 0.4) else self._crop(self._bare_film())
        clean = self._augmented(crop)
        if self._happens(0.15):
            clean = self._collimated(clean)
        if self._happens(0.4):
            clean = self._with_marker(clean)
        everywhere = np.ones_like(clean)
        if nothing:
            return Sample(clean, clean, everywhere, captions.REMOVE_DEVICES if self._happens(0.85) else captions.NO_CHANGE)
        loaded = self._with_devices(clean)
        if kind < 0.39:
            return Sample(loaded, loaded, everywhere, captions.NO_CHANGE)
        return Sample(loaded, clean, everywhere, captions.REMOVE_DEVICES)

    def whole_film(self) -> Sample:
        """A whole film at half scale that is about one finding, with or without devices on it.

        What is added follows from the film alone (`chest`): an effusion is in the patient's right pleural
        space, an opacity in the lower zone of the right lung.
        """
        added = self._happens(0.5)
        # Of what is added a heart changes least of all, and is learned last.
        finding = self._one([EFFUSION, OPACITY, CARDIOMEGALY] + added * [CARDIOMEGALY])
        clean, fields = self._film_and_fields(added)
        clean = self._with_other_findings(clean, fields, finding)
        shape = fields.right if added or self._happens(0.5) else fields.left
        field = {EFFUSION: shape, CARDIOMEGALY: fields.heart, OPACITY: fields.opacity}[finding]
        brightness = finding.added * soft_tissue(clean) if added else self._brightness(clean, finding)
        filled = laid_over(clean, field, brightness)
        everywhere = np.ones_like(clean)
        if self._happens(0.4):
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

    def _brightness(self, film: np.ndarray, finding: "Finding") -> float:
        """Luminance of a finding on this film: about that of its own soft tissue, as phantoms have it."""
        return soft_tissue(film) * self.random.uniform(*finding.brightness)

    def _drawn_over_real_devices(self) -> Sample:
        film = self._augmented(self._crop(self._one(self.devices)))
        loaded = self._with_devices(film)
        drawn = (np.abs(loaded - film) > VISIBLE).astype(np.float32)
        return Sample(loaded, film, drawn, captions.REMOVE_DEVICES)

    def _bare_film(self) -> np.ndarray:
        return self._one(self.bare) if self.bare and self._happens(0.85) else self._layer("film")

    def _film_and_fields(self, added: bool) -> tuple[np.ndarray, "Fields"]:
        """A film (WHOLE, WHOLE) and where findings would lie on it. Films with devices of their own, which
        may hide findings of their own too, are only added to."""
        films = [("healthy", self.healthy)] + ([("sick", self.sick)] if added else [])
        films = [(kind, pixels) for kind, pixels in films if pixels]
        if films and self._happens(0.55):
            kind, pixels = self._one(films)
            index = int(self.random.integers(len(pixels)))
            film = half(pixels[index].astype(np.float32) / 255)
            fields = self._fitted(film, self._chest((kind, index), film), jitter=0 if added else 0.02, real=True)
            return self._resized(film, fields)
        layers = self.random.integers(len(self.layers))
        index = self.random.integers(self.layers[layers].count)
        film = half(self.layers[layers].film[index].astype(np.float32) / 255)
        if added:
            fields = self._fitted(film, self._chest((int(layers), int(index)), film), jitter=0, real=False)
        else:
            names = ("fluid_right", "fluid_left", "heart", "opacity")
            drawn = [half(getattr(self.layers[layers], name)[index].astype(np.float32) / 255) for name in names]
            fields = Fields(*drawn, real=False)
        return self._gamma(film), fields

    def _chest(self, key, film: np.ndarray) -> chest.Chest:
        """Where the lungs lie on a film, found once."""
        if key not in self.chests:
            self.chests[key] = chest.found(film)
        return self.chests[key]

    def _fitted(self, film: np.ndarray, where: chest.Chest, jitter: float, real: bool) -> "Fields":
        """Findings where this film's own lungs are."""
        if jitter > 0:
            where = chest.Chest(*(v + self.random.normal(0, jitter) for v in astuple(where)))
        return Fields(
            right=chest.effusion(where, film.shape, -1),
            left=chest.effusion(where, film.shape, 1),
            heart=chest.enlarged_heart(where, film.shape),
            opacity=chest.lower_zone_opacity(where, film.shape),
            real=real,
        )

    def _resized(self, film: np.ndarray, fields: "Fields") -> tuple[np.ndarray, "Fields"]:
        """A real film with its fields, somewhat smaller and of another aspect, in the upper left of the square:
        there are few of them."""
        scale = self.random.uniform(0.85, 1)
        size = (
            round(film.shape[1] * scale * self.random.uniform(0.94, 1)),
            round(film.shape[0] * scale * self.random.uniform(0.94, 1)),
        )

        def padded(field: np.ndarray) -> np.ndarray:
            result = np.zeros((WHOLE, WHOLE), np.float32)
            image = Image.fromarray(field.astype(np.float32)).resize(size, Image.Resampling.BICUBIC)
            result[: size[1], : size[0]] = np.clip(np.asarray(image), 0, 1)
            return result

        drawn = (padded(field) for field in (fields.right, fields.left, fields.heart, fields.opacity))
        result = np.zeros((WHOLE, WHOLE), np.float32)
        result[: size[1], : size[0]] = self._gamma(padded(film))[: size[1], : size[0]]
        return result, Fields(*drawn, real=fields.real)

    def _with_devices(self, film: np.ndarray) -> np.ndarray:
        """A crop with devices: real ones that were taken off another film, phantoms', or drawn ones."""
        kind = self.random.random()
        if kind < 0.25 and self.taken_off:
            return under(film, self._filled(lambda: self._one(self.taken_off)) * self.random.uniform(0.6, 1.6))
        if kind < 0.4:
            # Real generators and snaps are opaque and flat; drawn ones would keep a trace of what they hide.
            strength = self.random.uniform(1.5, 4) if self._happens(0.22) else self.random.uniform(0.25, 1.3)
            return under(film, self._filled(lambda: self._layer("device")) * strength)
        if len(self.drawn) < DRAWINGS:
            self.drawn.append(devices.drawn(self.random, CROP, CROP))
            layer = self.drawn[-1]
        else:
            index = int(self.random.integers(DRAWINGS))
            if self._happens(0.5):
                self.drawn[index] = devices.drawn(self.random, CROP, CROP)
            layer = self.drawn[index]
        return under(film, self._turned(layer) * self.random.uniform(0.7, 1.15))

    def _filled(self, draw) -> np.ndarray:
        """A crop of a layer; up to three tries for one that has something drawn in it."""
        for _ in range(3):
            layer = self._turned(self._crop(draw())).astype(np.float32) / 100
            if (layer > 0.05).mean() > 0.01:
                break
        return layer

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
        film = self.bare[index]
        top, left = self._about(film.shape, row, column)
        return film[top : top + CROP, left : left + CROP]

    def _with_marker(self, film: np.ndarray) -> np.ndarray:
        """Side markers and printed words as radiographers place them, upright or turned. They have to stay."""
        for _ in range(self.random.integers(1, 4)):
            turn = int(self.random.integers(-1, 3)) if self._happens(0.5) else 0
            film = np.ascontiguousarray(np.rot90(self._with_words(np.rot90(film, turn)), -turn))
        return film

    def _with_words(self, film: np.ndarray) -> np.ndarray:
        """A letter or some, bare, on a plate or within a ring; thin, bold, wide, narrow or a little askew."""
        size = int(7 * 5 ** self.random.random())
        text = self._words()
        font = ImageFont.load_default(2 * size)
        stroke = int(self.random.integers(0, 1 + size // 6))
        box = font.getbbox(text, stroke_width=stroke)
        margin = int(self.random.uniform(0.1, 0.6) * size)
        across, down = box[2] - box[0] + 2 * margin, box[3] - box[1] + 2 * margin
        letters, plate = Image.new("L", (across, down)), Image.new("L", (across, down))
        ImageDraw.Draw(letters).text((margin - box[0], margin - box[1]), text, fill=255, font=font, stroke_width=stroke)
        shade = self.random.uniform(0.8, 1)
        kind = self.random.random()
        if kind < 0.25:
            bright = self.random.uniform(0.3, 1)
            ImageDraw.Draw(plate).rectangle((0, 0, across, down), fill=int(255 * bright))
            shade = 0.0 if bright > 0.6 or self._happens(0.5) else 1.0
        elif kind < 0.45:
            ring = (1, 1, across - 2, down - 2)
            (ImageDraw.Draw(letters).ellipse if self._happens(0.7) else ImageDraw.Draw(letters).rectangle)(
                ring, outline=255, width=max(2, size // 8)
            )
        if self._happens(0.2):
            letters, plate = (self._with_ball(part, ball, size) for part, ball in ((letters, True), (plate, False)))
            across, down = letters.size
        wanted = (max(4, int(across / 2 * self.random.uniform(0.7, 1.2))), max(4, down // 2))
        angle = self.random.normal(0, 4) if self._happens(0.4) else 0.0
        letters, plate = (
            np.asarray(part.resize(wanted, Image.Resampling.BOX).rotate(angle, expand=True), dtype=np.float32) / 255
            for part in (letters, plate)
        )
        letters, plate = letters[: CROP - 1, : CROP - 1], plate[: CROP - 1, : CROP - 1]
        row = self.random.integers(0, CROP - letters.shape[0])
        column = self.random.integers(0, CROP - letters.shape[1])
        result = film.copy()
        place = result[row : row + letters.shape[0], column : column + letters.shape[1]]
        place[:] = np.maximum(place, plate)
        place += letters * (shade - place)
        return result

    @staticmethod
    def _with_ball(part: Image.Image, ball: bool, size: int) -> Image.Image:
        """Letters with the ball above them that tells upright from supine."""
        side = int(1.3 * size)
        result = Image.new("L", (max(part.width, side), part.height + side))
        result.paste(part, ((result.width - part.width) // 2, side))
        if ball:
            left = (result.width - side) // 2
            ImageDraw.Draw(result).ellipse((left, 0, left + side, side), fill=255)
        return result

    def _words(self) -> str:
        if self._happens(0.5):
            return self._one(["L", "R", "LI", "RE", "AP", "PA", "1", "L", "R"])
        known = ["SITZEND", "Bettaufnahme", "liegend", "PORTABLE", "ERECT", "SUPINE", "MOBIL", "12:45"]
        if self._happens(0.4):
            return self._one(known)
        letters = "ABCDEFGHIJKLMNOPRSTUVWXZ0123456789"
        drawn = "".join(self._one(letters) for _ in range(self.random.integers(2, 5)))
        return self._one(["L ", "R ", ""]) + drawn

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
