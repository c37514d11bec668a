# SPDX-License-Identifier: GPL-3.0-or-later
"""What a pack's editor does on training patients' films: where it sees devices, and what it takes off.

    python models/training/footprints.py --pack models/packs/default --films DIR [DIR ...] --out FOOTPRINTS

On films without devices these are its mistakes, which `train.py` shows it again; on films with devices the difference is
a layer of real devices, which is laid onto other films. One file a film, films without devices first; those that are there
are kept, so that the program may be ended and started again.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import captions
from films import read_film, rows_of
from network import Editor

SIZE = 512
# Attenuation of a removed device at most, and the darkness that is taken for the film's own noise.
DENSEST, WHITEST = 4.0, 0.02


@dataclass(frozen=True)
class Footprint:
    """A film (H, W), the probability that each place belongs to a device, and the edited film; bytes."""

    film: np.ndarray
    mask: np.ndarray
    edited: np.ndarray

    def layer(self) -> np.ndarray:
        """Attenuation (H, W) of what was removed, 0 where nothing was."""
        before, after = (np.minimum(v.astype(np.float32) / 255, 1 - WHITEST) for v in (self.film, self.edited))
        gate = np.clip((self.mask.astype(np.float32) / 255 - 0.3) / 0.4, 0, 1)
        return (np.clip(np.log((1 - after) / (1 - before)), 0, DENSEST) * gate).astype(np.float32)


def read(folder: Path, image_id: str) -> Footprint | None:
    """What was written of a film; None where nothing was."""
    path = folder / f"{image_id}.npz"
    if not path.exists():
        return None
    with np.load(path) as fields:
        return Footprint(fields["film"], fields["mask"], fields["x0"])


def footprint(editor: Editor, film: np.ndarray) -> Footprint:
    """What an editor does on a film (H, W), bytes, without compositing."""
    rows, columns = film.shape
    source = torch.from_numpy(film.astype(np.float32))[None, None] / 127.5 - 1
    padded = F.pad(source, (0, -columns % 32, 0, -rows % 32), mode="replicate")
    ids = torch.tensor([captions.token_ids(captions.REMOVE_DEVICES)])
    with torch.no_grad():
        edited, mask = editor(torch.zeros_like(padded), padded, torch.ones(1), ids)
    edited, mask = edited[0, 0, :rows, :columns].numpy(), torch.sigmoid(mask)[0, 0, :rows, :columns].numpy()
    return Footprint(film, np.uint8(255 * mask), np.uint8(np.clip((edited + 1) * 127.5, 0, 255)))


def main() -> None:
    from train import started_from

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--films", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    editor = Editor()
    started_from(editor, arguments.pack)
    editor = editor.eval().to(memory_format=torch.channels_last)
    rows = [row for folder in arguments.films for row in rows_of(folder, validation=False) if row.has_devices is not None]
    for row in sorted(rows, key=lambda row: (row.has_devices, row.projection != "pa")):
        path = arguments.out / f"{row.image_id}.npz"
        if not path.exists():
            made = footprint(editor, read_film(row.path, SIZE))
            np.savez(path, film=made.film, mask=made.mask, x0=made.edited)


if __name__ == "__main__":
    main()
