# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure a checkpoint on films of validation patients, and write a contact sheet.

    python models/training/evaluate.py --checkpoint OUT/checkpoint.pt --layers DIR --films DIR --sheet FILE.png

Drawn devices on real device-free films, truth known: mean |edited - clean| over device pixels,
divided by mean |input - clean| over them, for all device pixels and for strong ones (contrast over
0.08), composited at a mask of 0.5; and the share of pixels changed by more than 4/255 away from a
device. Drawn fluid on bare phantoms: the same ratio over the pixels that fluid changes, and the share of
pixels that removing fluid changes where there is none.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

import captions
from films import Layers, real_films
from network import Editor
from samples import VISIBLE, half, under

SIZE = 512
STRONG = 0.08
CHANGED = 4 / 255
# Luminance of drawn fluid.
FLUID = 0.72


def edited(editor: Editor, film: np.ndarray, caption: str) -> np.ndarray:
    """One-step edit of a film (H, W) in [0, 1], composited where the mask is over 0.5."""
    rows, columns = film.shape
    source = torch.from_numpy(film)[None, None] * 2 - 1
    padded = F.pad(source, (0, -columns % 16, 0, -rows % 16), mode="replicate")
    ids = torch.tensor([captions.token_ids(caption)])
    with torch.no_grad():
        predicted, mask = editor(torch.zeros_like(padded), padded, torch.ones(1), ids)
    change = F.max_pool2d((mask > 0).float(), 3, 1, 1)[..., :rows, :columns]
    predicted = predicted[..., :rows, :columns]
    return ((torch.where(change > 0, predicted, source) + 1) / 2)[0, 0].numpy()


def spread(mask: np.ndarray, radius: int) -> np.ndarray:
    """A mask widened by a number of pixels."""
    tensor = torch.from_numpy(mask.astype(np.float32))[None, None]
    return F.max_pool2d(tensor, 2 * radius + 1, 1, radius)[0, 0].numpy() > 0


def drawn_devices(editor: Editor, films, layers: Layers) -> dict:
    """The error ratios and the share changed elsewhere, over all device-free validation films."""
    sums = {"all": [0.0, 0.0], "strong": [0.0, 0.0]}
    outside, untouched = [], []
    for index, film in enumerate(f for f in films if not f.has_devices):
        clean = film.pixels.astype(np.float32) / 255
        layer = layers.device[layers.count - 1 - index].astype(np.float32) / 100
        loaded = under(clean, layer[: clean.shape[0], : clean.shape[1]])
        result = edited(editor, loaded, captions.REMOVE_DEVICES)
        contrast = np.abs(loaded - clean)
        for name, limit in (("all", VISIBLE), ("strong", STRONG)):
            inside = contrast > limit
            sums[name][0] += float(np.abs(result - clean)[inside].sum())
            sums[name][1] += float(contrast[inside].sum())
        far = ~spread(contrast > VISIBLE, 4)
        outside.append(float((np.abs(result - loaded)[far] > CHANGED).mean()))
        plain = edited(editor, clean, captions.REMOVE_DEVICES)
        untouched.append(float((np.abs(plain - clean) > CHANGED).mean()))
    return {
        "films": len(outside),
        "ratioAll": sums["all"][0] / sums["all"][1],
        "ratioStrong": sums["strong"][0] / sums["strong"][1],
        "changedElsewhere": float(np.mean(outside)),
        "changedOnBareFilmsMedian": float(np.median(untouched)),
    }


def drawn_fluid(editor: Editor, layers: Layers, count: int = 8) -> dict:
    """How much of an effusion is left, and what is taken for one on phantoms without."""
    left, taken = [], []
    for index in range(count):
        bare = half(layers.film[index].astype(np.float32) / 255)
        coverage = half(layers.fluid_right[index].astype(np.float32) / 255)
        filled = bare + 0.9 * coverage * np.maximum(0, FLUID - bare)
        result = edited(editor, filled, captions.REMOVE_EFFUSION)
        inside = np.abs(filled - bare) > VISIBLE
        left.append(float(np.abs(result - bare)[inside].sum() / (filled - bare)[inside].sum()))
        plain = edited(editor, bare, captions.REMOVE_EFFUSION)
        taken.append(float((np.abs(plain - bare) > CHANGED).mean()))
    return {"phantoms": count, "fluidRatio": float(np.mean(left)), "fluidSeenOnBarePhantoms": max(taken)}


def contact_sheet(editor: Editor, films, path: Path, count: int = 6) -> None:
    """Rows of source, edited and difference (grey is none) of real films with devices."""
    rows = []
    for film in [f for f in films if f.has_devices][:count]:
        source = film.pixels.astype(np.float32) / 255
        result = edited(editor, source, captions.REMOVE_DEVICES)
        row = np.concatenate([source, result, 0.5 + 2 * (result - source)], axis=1)
        canvas = np.zeros((SIZE, 3 * SIZE), np.float32)
        canvas[: row.shape[0], : row.shape[1]] = row
        rows.append(canvas[: row.shape[0]])
    pixels = np.clip(np.concatenate(rows), 0, 1) * 255
    Image.fromarray(pixels.astype(np.uint8)).save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--layers", type=Path, required=True)
    parser.add_argument("--films", type=Path, required=True)
    parser.add_argument("--sheet", type=Path, required=True)
    arguments = parser.parse_args()
    editor = Editor()
    editor.load_state_dict(torch.load(arguments.checkpoint)["average"])
    editor.eval()
    films = real_films(arguments.films, SIZE, validation=True)
    layers = Layers(arguments.layers, SIZE)
    print(json.dumps(drawn_devices(editor, films, layers) | drawn_fluid(editor, layers), indent=2))
    contact_sheet(editor, films, arguments.sheet)


if __name__ == "__main__":
    main()
