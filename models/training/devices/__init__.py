# SPDX-License-Identifier: GPL-3.0-or-later
"""Support devices drawn as layers of attenuation, for the editor alone; the judge has drawings of its own.

A `Drawing` is a part of a film of 512 pixels, so that a pixel is about 0.8 mm: a lead is two pixels wide, a generator
sixty. Layers are (rows, columns); `samples.under` lays them onto a film.
"""

from .kinds import catheter, connector, generator, midline_tube, patch, port
from .layers import KINDS, drawn

__all__ = ["KINDS", "catheter", "connector", "drawn", "generator", "midline_tube", "patch", "port"]
