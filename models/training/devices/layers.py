# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers with devices of several kinds, by chance."""

import numpy as np
from PIL import Image, ImageFilter

from .drawing import Drawing
from .kinds import (
    cables,
    catheter,
    clips,
    connector,
    electrode,
    generator,
    hose,
    monitoring,
    patch,
    plate,
    port,
    snaps,
    sternal_wires,
    tube,
    valve_or_stent,
    wire,
)

# How often a drawing has each kind.
KINDS = {
    wire: 0.5,
    tube: 0.32,
    catheter: 0.3,
    electrode: 0.5,
    snaps: 0.3,
    monitoring: 0.16,
    cables: 0.2,
    connector: 0.22,
    generator: 0.2,
    sternal_wires: 0.14,
    clips: 0.26,
    port: 0.08,
    patch: 0.12,
    hose: 0.08,
    valve_or_stent: 0.06,
    plate: 0.04,
}


def drawn(random: np.random.Generator, rows: int, columns: int, kinds=None) -> np.ndarray:
    """A layer (rows, columns) with devices of the kinds asked for, or of one to some kinds by chance."""
    d = Drawing(random, rows, columns)
    chosen = kinds
    while not chosen:
        chosen = [kind for kind, chance in KINDS.items() if d.happens(chance)]
    for index in random.permutation(len(chosen)):
        chosen[index](d)
        if d.happens(0.25):
            chosen[index](d)
    layer = np.clip(d.layer, 0, 6)
    if d.happens(0.2):
        layer = with_halo(layer, d.uniform(0.03, 0.12), d.uniform(3, 9))
    return layer


def with_halo(layer: np.ndarray, share: float, breadth: float) -> np.ndarray:
    """A layer whose surroundings are darker, as a film's sharpening leaves them about metal."""
    image = Image.fromarray(np.uint8(255 * np.minimum(layer, 1)))
    blurred = np.asarray(image.filter(ImageFilter.GaussianBlur(breadth)), dtype=np.float32) / 255
    return (layer - share * blurred * np.exp(-layer)).astype(np.float32)
