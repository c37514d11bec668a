# SPDX-License-Identifier: GPL-3.0-or-later
"""Exact pairs: a film and the same film with devices or a finding (`whole_films`) laid over it."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import captions
import devices
from films import Layers, RealFilm
from luminance import under
from whole_films import Sample, WholeFilms

CROP = 256
# A change of luminance that counts: the mask's truth.
VISIBLE = 0.012
# Drawings of devices that are kept, of which one is drawn anew for each sample.
DRAWINGS = 60


class Samples:
    """Draws pairs at random: crops for devices, whole films of half the scale for findings."""

    def __init__(self, layers: list[Layers], films: list[RealFilm], seed: int):
        self.random = np.random.default_rng(seed)
        self.layers = layers
        self.bare = [film.pixels for film in films if not film.has_devices]
        self.devices = [film.pixels for film in films if film.has_devices]
        # Places of bare films where an earlier editor saw devices: (film, row, column) of crops.
        self.mistaken: list[tuple[int, int, int]] = []
        # Layers of attenuation of real devices that an earlier editor took off.
        self.taken_off: list[np.ndarray] = []
        self.drawn: list[np.ndarray] = []
        self.whole = WholeFilms(self.random, layers, films)

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
        nothing = kind < 0.3
        if kind > 0.9:
            return self._tubes_in_the_middle()
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
        if kind < 0.33:
            return Sample(loaded, loaded, everywhere, captions.NO_CHANGE)
        return Sample(loaded, clean, everywhere, captions.REMOVE_DEVICES)

    def whole_film(self) -> Sample:
        """A whole film at half scale that is about one finding."""
        return self.whole.draw()

    def _drawn_over_real_devices(self) -> Sample:
        film = self._augmented(self._crop(self._one(self.devices)))
        loaded = self._with_devices(film)
        drawn = (np.abs(loaded - film) > VISIBLE).astype(np.float32)
        return Sample(loaded, film, drawn, captions.REMOVE_DEVICES)

    def _tubes_in_the_middle(self) -> Sample:
        """Tubes and lines over spine and heart, upright as patients are; edges of vertebrae look like them."""
        film = self._bare_film()
        middle = int(film.shape[1] * self.random.uniform(0.42, 0.58))
        left = min(max(0, middle - CROP // 2), film.shape[1] - CROP)
        top = self.random.integers(film.shape[0] - CROP + 1)
        crop = film[top : top + CROP, left : left + CROP].astype(np.float32) / 255
        clean = self.whole.gamma(crop[:, ::-1] if self._happens(0.5) else crop)
        if self._happens(0.2):
            return Sample(clean, clean, np.ones_like(clean), captions.REMOVE_DEVICES)
        kinds = [devices.midline_tube] * int(self.random.integers(1, 3)) + [devices.catheter] * self._happens(0.3)
        loaded = under(clean, devices.drawn(self.random, CROP, CROP, kinds))
        return Sample(loaded, clean, np.ones_like(clean), captions.REMOVE_DEVICES)

    def _bare_film(self) -> np.ndarray:
        return self._one(self.bare) if self.bare and self._happens(0.85) else self._layer("film")

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
            if self._happens(0.35):
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
        return self.whole.gamma(self._turned(crop).astype(np.float32) / 255)

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

    def _happens(self, probability: float) -> bool:
        return self.random.random() < probability
