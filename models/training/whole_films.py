# SPDX-License-Identifier: GPL-3.0-or-later
"""Exact pairs of whole films at half scale: with a finding, and without it."""

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from functools import cache

import numpy as np
from PIL import Image

import captions
import chest
import lungs
import pleura
from films import Layers, RealFilm
from luminance import half, laid_over, soft_tissue, under

WHOLE = 256
# Real films of each kind and phantoms of each folder that findings are drawn on: more would cost the time to find lungs.
WITH_FINDINGS = 56
# ChestX-ray14's name of what is not drawn where it is already.
PNEUMOTHORAX_LABEL = "Pneumothorax"
RIGHT, LEFT = -1, 1


@dataclass(frozen=True)
class Sample:
    """One training pair (H, W): `counted` is 0 where the truth is not known and no loss is taken."""

    source: np.ndarray
    target: np.ndarray
    counted: np.ndarray
    caption: str


@dataclass(frozen=True)
class Finding:
    """What is drawn on whole films: its captions, whether these may tell size and side, and the luminance of what covers a
    film, relative to soft tissue, of those to be removed and, since "add" must mean one, of the added."""

    remove: str
    add: str
    placed: bool = True
    brightness: tuple[float, float] = (1.0, 1.0)
    added: float = 1.0


EFFUSION = Finding(captions.REMOVE_EFFUSION, captions.ADD_EFFUSION, True, (0.85, 1.05), 1.0)
CARDIOMEGALY = Finding(captions.REMOVE_CARDIOMEGALY, captions.ADD_CARDIOMEGALY, False, (0.9, 1.08), 1.0)
OPACITY = Finding(captions.REMOVE_OPACITY, captions.ADD_OPACITY, True, (0.75, 1.0), 0.95)
PNEUMOTHORAX = Finding(captions.REMOVE_PNEUMOTHORAX, captions.ADD_PNEUMOTHORAX)


@dataclass(frozen=True)
class Anatomy:
    """Where a film has its lungs; the border of each, of side -1 or 1, is looked for when it is needed."""

    where: chest.Chest
    lung: Callable[[int], lungs.Lung]

    def resized(self, across: float, down: float) -> "Anatomy":
        """The same on a film that is as many times as broad and as high."""
        c = self.where
        walls = (c.right_wall * across, c.left_wall * across)
        where = chest.Chest(c.middle * across, c.apex * down, *walls, c.right_base * down, c.left_base * down)
        return Anatomy(where, lambda side: self.lung(side).resized(across, down))

    def jittered(self, random: np.random.Generator, deviation: float) -> "Anatomy":
        """The same with the chest's lengths off by a little."""
        return replace(self, where=chest.Chest(*(v + random.normal(0, deviation) for v in astuple(self.where))))

    def coverage(self, finding: Finding, film: np.ndarray, side: int, size: str) -> np.ndarray:
        """Where a finding that is denser than the lung covers a film (H, W), in [0, 1]."""
        if finding == EFFUSION and size:
            return pleura.fluid(self.lung(side), self.where, film.shape, size)
        if finding == EFFUSION:
            return chest.effusion(self.where, film.shape, side)
        if finding == OPACITY:
            return chest.lower_zone_opacity(self.where, film.shape, side, size)
        return chest.enlarged_heart(self.where, film.shape)


def anatomy_of(film: np.ndarray) -> Anatomy:
    """Where a film (H, W) in [0, 1] has its lungs."""
    where = chest.found(film)
    return Anatomy(where, cache(lambda side: lungs.found(film, where, side)))


@dataclass(frozen=True)
class Place:
    """A film (WHOLE, WHOLE), of which the upper left part of a shape (rows, columns) is in the field, and its anatomy.
    A phantom to remove findings from may have drawn fields of its own."""

    film: np.ndarray
    field: tuple[int, int]
    anatomy: Anatomy
    real: bool
    has_pneumothorax: bool = False
    drawn: Callable[[Finding, int], np.ndarray] | None = None

    def coverage(self, finding: Finding, side: int, size: str) -> np.ndarray:
        """Where a dense finding covers the film (WHOLE, WHOLE), in [0, 1]."""
        coverage = self.anatomy.coverage(finding, self.film, side, size)
        coverage[self.field[0] :], coverage[:, self.field[1] :] = 0, 0
        return coverage

    def with_air(self, film: np.ndarray, side: int, size: str, wider=1.0, **strength: float) -> np.ndarray:
        """A film of this anatomy with a pneumothorax, as many times as wide as usual; see `pleura.with_air`."""
        lung = self.anatomy.lung(side)
        result = pleura.with_air(film, lung, wider * pleura.withdrawn(lung, size), **strength)
        rows, columns = self.field
        result[rows:], result[:, columns:] = film[rows:], film[:, columns:]
        return result

    def added(self, film: np.ndarray, finding: Finding, side: int, size: str) -> np.ndarray:
        """A film of this anatomy with what a caption that adds a finding means."""
        if finding == PNEUMOTHORAX:
            return self.with_air(film, side, size)
        return laid_over(film, self.coverage(finding, side, size), finding.added * soft_tissue(film))


class WholeFilms:
    """Draws pairs at random, of films of which nobody has told that they have findings, and of phantoms."""

    def __init__(self, random: np.random.Generator, layers: list[Layers], films: list[RealFilm]):
        self.random = random
        self.layers = layers
        healthy = [film for film in films if not film.has_devices and not film.row.findings]
        devices = [film for film in films if film.has_devices]
        order = np.random.default_rng(17)
        self.healthy = [healthy[i] for i in order.permutation(len(healthy))[:WITH_FINDINGS]]
        self.sick = [devices[i] for i in order.permutation(len(devices))[:WITH_FINDINGS]]
        self.anatomies: dict[tuple, Anatomy] = {}

    def draw(self) -> Sample:
        """A film that is about one finding, with or without devices on it.

        What is added follows from the film and the caption alone: without a side it is on the patient's right, without
        a size of medium size; an opacity lies in the lower zone.
        """
        added = self._happens(0.5)
        place = self._place(added)
        finding = self._asked_on(place, added)
        clean = self._with_other_findings(place, finding)
        if added:
            caption, size, side = self._said_of(finding)
            filled = place.added(clean, finding, side, size)
        else:
            caption, filled = finding.remove, self._to_be_removed(clean, place, finding)
        everywhere = np.ones_like(clean)
        if self._happens(0.4):
            device = half(self._layer("device").astype(np.float32) / 100) * self.random.uniform(0.5, 1.2)
            device = device[: clean.shape[0], : clean.shape[1]]
            clean, filled = under(clean, device), under(filled, device)
        if added:
            return Sample(clean, filled, everywhere, caption)
        # Domes of the diaphragm of real films are not fluid: there, there is nothing to remove more often.
        if self._happens(0.5 if place.real else 0.25):
            return Sample(clean, clean, everywhere, caption if self._happens(0.7) else captions.NO_CHANGE)
        return Sample(filled, clean, everywhere, caption)

    def _asked_on(self, place: Place, added: bool) -> Finding:
        """What a sample is about. Of what is added a heart changes least of all, and pneumothoraces are thin lines."""
        often = [CARDIOMEGALY, PNEUMOTHORAX] if added else []
        findings = [EFFUSION, OPACITY, CARDIOMEGALY, PNEUMOTHORAX] + often
        return self._one([f for f in findings if not (place.has_pneumothorax and f == PNEUMOTHORAX)])

    def _said_of(self, finding: Finding) -> tuple[str, str, int]:
        """A caption that adds a finding, and what it means: a size and a side."""
        if not finding.placed or self._happens(0.6):
            return finding.add, "", RIGHT
        size, side = "", ""
        while not size and not side:
            size, side = self._one(captions.SIZES), self._one(captions.SIDES)
        return captions.placed(finding.add, size, side), size, LEFT if side == "left" else RIGHT

    def _to_be_removed(self, clean: np.ndarray, place: Place, finding: Finding) -> np.ndarray:
        """A film with a finding of any size, side and strength."""
        side = RIGHT if self._happens(0.5) else LEFT
        size = self._one(captions.SIZES)
        if finding == PNEUMOTHORAX:
            return place.with_air(
                clean,
                side,
                size,
                wider=self.random.uniform(0.75, 1.3),
                lucency=self.random.uniform(0.5, 1.6),
                pleura=self.random.uniform(0.5, 1.5),
                smoothed=self.random.uniform(0.6, 1),
            )
        if place.drawn and self._happens(0.6):
            coverage = place.drawn(finding, side)
        else:
            coverage = place.coverage(finding, side, size)
        return laid_over(clean, coverage, self._brightness(clean, finding))

    def _with_other_findings(self, place: Place, asked: Finding) -> np.ndarray:
        """A film that may have findings which the caption does not name, and keeps them."""
        film = place.film
        for finding, side in ((EFFUSION, LEFT), (CARDIOMEGALY, RIGHT), (OPACITY, RIGHT)):
            if finding != asked and self._happens(0.15):
                coverage = place.drawn(finding, side) if place.drawn else place.coverage(finding, side, "")
                film = laid_over(film, coverage, self._brightness(film, finding))
        if asked != PNEUMOTHORAX and self._happens(0.1):
            film = place.with_air(film, LEFT, self._one(captions.SIZES))
        return film

    def _brightness(self, film: np.ndarray, finding: Finding) -> float:
        """Luminance of a finding on this film: about that of its own soft tissue, as phantoms have it."""
        return soft_tissue(film) * self.random.uniform(*finding.brightness)

    def _place(self, added: bool) -> Place:
        """A film and where findings would lie on it. Films with devices of their own, which may hide findings of their
        own too, are only added to."""
        kinds = [("healthy", self.healthy)] + ([("sick", self.sick)] if added else [])
        kinds = [(kind, films) for kind, films in kinds if films]
        if kinds and self._happens(0.55):
            kind, films = self._one(kinds)
            index = int(self.random.integers(len(films)))
            film = half(films[index].pixels.astype(np.float32) / 255)
            anatomy = self._anatomy((kind, index), film)
            if not added:
                anatomy = anatomy.jittered(self.random, 0.02)
            return self._resized(film, anatomy, PNEUMOTHORAX_LABEL in (films[index].row.findings or ()))
        which = int(self.random.integers(len(self.layers)))
        layers = self.layers[which]
        index = int(self.random.integers(min(layers.count, WITH_FINDINGS)))
        film = half(layers.film[index].astype(np.float32) / 255)

        def drawn(finding: Finding, side: int) -> np.ndarray:
            fluid = layers.fluid_right if side < 0 else layers.fluid_left
            fields = {EFFUSION: fluid, CARDIOMEGALY: layers.heart, OPACITY: layers.opacity}[finding]
            return half(fields[index].astype(np.float32) / 255)

        anatomy = self._anatomy((which, index), film)
        return Place(self.gamma(film), film.shape, anatomy, False, drawn=None if added else drawn)

    def _anatomy(self, key, film: np.ndarray) -> Anatomy:
        """Where a film has its lungs, found once."""
        if key not in self.anatomies:
            self.anatomies[key] = anatomy_of(film)
        return self.anatomies[key]

    def _resized(self, film: np.ndarray, anatomy: Anatomy, has_pneumothorax: bool) -> Place:
        """A real film, somewhat smaller and of another aspect, in the upper left of the square: there are few of them."""
        scale = self.random.uniform(0.85, 1)
        columns = round(film.shape[1] * scale * self.random.uniform(0.94, 1))
        rows = round(film.shape[0] * scale * self.random.uniform(0.94, 1))
        image = Image.fromarray(film.astype(np.float32)).resize((columns, rows), Image.Resampling.BICUBIC)
        square = np.zeros((WHOLE, WHOLE), np.float32)
        square[:rows, :columns] = self.gamma(np.asarray(image))
        anatomy = anatomy.resized(columns / film.shape[1], rows / film.shape[0])
        return Place(square, (rows, columns), anatomy, True, has_pneumothorax)

    def gamma(self, film: np.ndarray) -> np.ndarray:
        """A film of another tone, contrast and brightness."""
        film = np.clip(film, 0, 1) ** self.random.uniform(0.7, 1.4)
        return film * self.random.uniform(0.85, 1.0) + self.random.uniform(0, 0.05)

    def _layer(self, name: str) -> np.ndarray:
        layers = self._one(self.layers)
        return getattr(layers, name)[self.random.integers(layers.count)]

    def _one(self, things):
        return things[self.random.integers(len(things))]

    def _happens(self, probability: float) -> bool:
        return self.random.random() < probability
