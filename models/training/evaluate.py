# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure an editor on films of validation patients, and write contact sheets.

    python models/training/evaluate.py --checkpoint OUT/checkpoint.pt --layers DIR --films DIR [DIR ...] --sheet FILE.png

In place of `--checkpoint`, `--pack` measures a pack. Films are edited at 512 pixels in one step and composited where the
mask is over 0.5 and its connected part somewhere over 0.9, as the program does, but without grain put back.

- drawn: one kind of the judge's drawings (`judge_drawings`, never seen by the editor; `connector`, `patch`, `port` by
  `devices` with seeds of its own) on real films without devices: mean |edited - clean| over the drawn pixels divided by
  mean |loaded - clean| over them, strong (contrast over 0.08) and all (over 0.012); the median over films, and its 95 %
  interval by resampling patients.
- elsewhere: share of the pixels farther than 4 from a drawn one that changed by more than 4/255.
- clean: share of all pixels that change on films without devices.
- marked: share of the pixels of drawn markers, words and borders (`judge_printed`) that change.
- findings: drawn as in training on films without devices of which nobody has told that they have findings. Removed: the ratio
  above, by "remove", over both sides and all sizes. Added, for each caption with a size and a side: the share of the changed
  pixels that lie on that side of the middle, the share of the film that changes, and mean |edited - drawn| over the pixels to be
  drawn divided by mean |film - drawn| over them.
- fluid: drawn fluid on bare phantoms, the same ratio, and the share of pixels changed where there is none.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw

import captions
import devices
import judge_drawings
import judge_printed
from films import Layers, RealFilm, read_again, real_films
from network import Editor
from luminance import half, under
from samples import VISIBLE
from train import started_from
from whole_films import CARDIOMEGALY, EFFUSION, LEFT, OPACITY, PNEUMOTHORAX, RIGHT, Finding, Place, anatomy_of

SIZE = 512
STRONG = 0.08
CHANGED = 4 / 255
CERTAIN = 0.9
# Luminance of drawn fluid.
FLUID = 0.72
SHEET_SIDE = 320


def edited(editor: Editor, film: np.ndarray, caption: str, certain: float = 0.5) -> np.ndarray:
    """One-step edit of a film (H, W) in [0, 1], composited where the mask is over 0.5."""
    rows, columns = film.shape
    source = torch.from_numpy(np.ascontiguousarray(film, dtype=np.float32))[None, None] * 2 - 1
    padded = F.pad(source, (0, -columns % 32, 0, -rows % 32), mode="replicate")
    ids = torch.tensor([captions.token_ids(caption)])
    with torch.no_grad():
        predicted, mask = editor(torch.zeros_like(padded), padded, torch.ones(1), ids)
    change = F.max_pool2d(touching(torch.sigmoid(mask), certain), 3, 1, 1)[..., :rows, :columns]
    predicted = predicted[..., :rows, :columns]
    return ((torch.where(change > 0, predicted, source) + 1) / 2)[0, 0].numpy()


def touching(probability: torch.Tensor, certain: float) -> torch.Tensor:
    """The parts of a mask over 0.5 that reach a probability somewhere."""
    mask = (probability > 0.5).float()
    found = (probability > max(0.5, certain)).float()
    while True:
        wider = F.max_pool2d(found, 3, 1, 1) * mask
        if torch.equal(wider, found):
            return found
        found = wider


def spread(mask: np.ndarray, radius: int) -> np.ndarray:
    """A mask widened by a number of pixels."""
    tensor = torch.from_numpy(mask.astype(np.float32))[None, None]
    return F.max_pool2d(tensor, 2 * radius + 1, 1, radius)[0, 0].numpy() > 0


def of_judge(*kinds):
    """What lays some kinds of the judge's drawings onto a film."""

    def lay(film: np.ndarray, random: np.random.Generator) -> np.ndarray:
        sheet = judge_drawings.Sheet(random, 2, 0.4)
        for kind in kinds:
            kind(sheet) if kind is not judge_drawings.electrode else kind(sheet, sheet.point(), sheet.uniform(0.4, 0.95))
        field = sheet.field()[: film.shape[0], : film.shape[1]]
        return judge_drawings.painted(film, field, random.uniform(0.75, 1))

    return lay


def of_editor(*kinds):
    """What lays some kinds of the editor's drawings onto a film."""
    return lambda film, random: under(film, devices.drawn(random, *film.shape, kinds))


CLASSES = {
    "wire": of_judge(judge_drawings.cable, judge_drawings.cable),
    "tube": of_judge(judge_drawings.midline_tube),
    "catheter": of_judge(judge_drawings.catheter),
    "electrode": of_judge(*[judge_drawings.electrode] * 4),
    "generator": of_judge(judge_drawings.generator),
    "clip": of_judge(judge_drawings.metal, judge_drawings.metal),
    "connector": of_editor(devices.connector, devices.connector),
    "generator of devices.py": of_editor(devices.generator),
    "patch and port": of_editor(devices.patch, devices.port),
}


def median_with_interval(values, patients, quantile: float = 0.5) -> list[float]:
    """A quantile over films, and its 95 % interval by resampling patients."""
    values, patients = np.array(values), np.array(patients)
    if len(values) == 0:
        return []
    groups = [values[patients == p] for p in dict.fromkeys(patients)]
    random = np.random.default_rng(3)
    tries = [np.quantile(np.concatenate([groups[i] for i in random.integers(len(groups), size=len(groups))]), quantile) for _ in range(500)]
    return [round(float(v), 4) for v in (np.quantile(values, quantile), *np.quantile(tries, [0.025, 0.975]))]


def drawn_devices(editor: Editor, films: list[RealFilm]) -> dict:
    """The error ratios of each class, and the share changed elsewhere."""
    result = {}
    elsewhere, of_all = [], []
    for number, (name, lay) in enumerate(CLASSES.items()):
        ratios = {"strong": ([], []), "all": ([], [])}
        for index, film in enumerate(films):
            clean = film.pixels.astype(np.float32) / 255
            loaded = np.clip(lay(clean, np.random.default_rng([77, number, index])), 0, 1).astype(np.float32)
            made = edited(editor, loaded, captions.REMOVE_DEVICES, CERTAIN)
            contrast = np.abs(loaded - clean)
            for kind, limit in (("all", VISIBLE), ("strong", STRONG)):
                inside = contrast > limit
                if inside.sum() > 20:
                    ratios[kind][0].append(float(np.abs(made - clean)[inside].sum() / contrast[inside].sum()))
                    ratios[kind][1].append(film.row.patient_id)
            far = ~spread(contrast > VISIBLE, 4)
            elsewhere.append(float((np.abs(made - loaded)[far] > CHANGED).mean()))
        result[name] = {kind: median_with_interval(*pair) for kind, pair in ratios.items()} | {"n": len(ratios["all"][0])}
    return {"drawn": result, "elsewhere": round(float(np.mean(elsewhere)), 5)}


def changes(changed: list[float], patients: list[str]) -> dict:
    """What is told of the shares of films that changed."""
    return {
        "clean films": len(changed),
        "changed, median": median_with_interval(changed, patients),
        "changed, 90th percentile": median_with_interval(changed, patients, 0.9),
        "untouched films": float(np.mean(np.array(changed) == 0)),
    }


def clean_films(editor: Editor, films: list[RealFilm]) -> dict:
    """What changes on films without devices, and on markers drawn there."""
    changed, patients, marked = [], [], []
    for index, film in enumerate(films):
        clean = film.pixels.astype(np.float32) / 255
        made = edited(editor, clean, captions.REMOVE_DEVICES, CERTAIN)
        changed.append(float((np.abs(made - clean) > CHANGED).mean()))
        patients.append(film.row.patient_id)
        if index % 4 == 0:
            random = np.random.default_rng([78, index])
            with_words = np.clip(judge_printed.printed(clean, random), 0, 1).astype(np.float32)
            if index % 8 == 0:
                with_words = np.clip(judge_printed.bordered(with_words, random), 0, 1).astype(np.float32)
            after = edited(editor, with_words, captions.REMOVE_DEVICES, CERTAIN)
            words = np.abs(with_words - clean) > 0.05
            marked.append(float((np.abs(after - with_words) > CHANGED)[words].mean()))
    seen = read_again([film.row for film in films])
    bare = [index for index, row in enumerate(seen) if row.has_devices is False]
    return changes(changed, patients) | {
        "bare by a second reading": changes([changed[i] for i in bare], [patients[i] for i in bare]),
        "drawn markers changed, mean": float(np.mean(marked)),
        "drawn markers: films with over 2 % of them changed": float(np.mean(np.array(marked) > 0.02)),
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


def place_of(film: RealFilm) -> Place:
    """A film at half scale, and where findings lie on it."""
    pixels = half(film.pixels.astype(np.float32) / 255)
    return Place(pixels, pixels.shape, anatomy_of(pixels), real=True)


def findings_on_films(editor: Editor, films: list[RealFilm]) -> dict:
    """What is left of drawn findings, and where and how much is added."""
    patients = [film.row.patient_id for film in films]
    places = [place_of(film) for film in films]
    removed, added = {}, {}
    for finding in (EFFUSION, OPACITY, CARDIOMEGALY, PNEUMOTHORAX):
        sizes = captions.SIZES if finding.placed else ("",)
        meant = [(size, side) for size in sizes for side in ((LEFT, RIGHT) if finding.placed else (RIGHT,))]
        left = [[error_of_removal(editor, place, finding, *one) for one in meant] for place in places]
        removed[finding.remove] = median_with_interval(np.mean(left, axis=1), patients)
        added |= {caption: additions(editor, places, finding, caption, size, side) for caption, size, side in asked(finding, meant)}
    return {"films": len(films), "removed: error left": removed, "added": added}


def asked(finding: Finding, meant) -> list[tuple[str, str, int]]:
    """The captions that add a finding: of no size and side, and of each."""
    named = [(captions.placed(finding.add, size, "left" if side == LEFT else "right"), size, side) for size, side in meant]
    return [(finding.add, "", RIGHT)] + (named if finding.placed else [])


def error_of_removal(editor: Editor, place: Place, finding: Finding, size: str, side: int) -> float:
    """How much is left of a drawn finding."""
    filled = place.added(place.film, finding, side, size)
    return error_left(edited(editor, filled, finding.remove), filled, place.film)


def error_left(made: np.ndarray, source: np.ndarray, target: np.ndarray) -> float:
    """Mean |made - target| where source and target differ, divided by mean |source - target| there."""
    difference = np.abs(source - target)
    inside = difference > VISIBLE
    return float(np.abs(made - target)[inside].sum() / max(difference[inside].sum(), 1e-6))


def additions(editor: Editor, places: list[Place], finding: Finding, caption: str, size: str, side: int) -> dict:
    """What a caption that adds a finding of a size on a side does: means over films; `on its side` over those that change."""
    errors, shares, sides = [], [], []
    for place in places:
        made = edited(editor, place.film, caption)
        changed = np.abs(made - place.film) > CHANGED
        errors.append(error_left(made, place.film, place.added(place.film, finding, side, size)))
        shares.append(changed.mean())
        if changed.any():
            middle = round(place.anatomy.where.middle * max(place.film.shape))
            right = changed[:, :middle].sum() / changed.sum()
            sides.append(right if side == RIGHT else 1 - right)
    means = {"error left": errors, "changed": shares, "on its side": sides}
    return {name: round(float(np.mean(values)), 4) if values else None for name, values in means.items()}


def contact_sheet(editor: Editor, films, path: Path, count: int) -> None:
    """Source, edited and difference (grey is none) of films, evenly taken from a list."""
    tiles = []
    for film in films[:: max(1, len(films) // count)][:count]:
        source = film.pixels.astype(np.float32) / 255
        result = edited(editor, source, captions.REMOVE_DEVICES, CERTAIN)
        row = np.concatenate([source, result, 0.5 + 2 * (result - source)], axis=1)
        image = Image.fromarray(np.uint8(np.clip(row, 0, 1) * 255))
        image.thumbnail((3 * SHEET_SIDE, SHEET_SIDE))
        tile = Image.new("L", (3 * SHEET_SIDE, SHEET_SIDE))
        tile.paste(image)
        ImageDraw.Draw(tile).text((2, 2), film.image_id, fill=255)
        tiles.append(tile)
    across = 2
    sheet = Image.new("L", (across * 3 * SHEET_SIDE, -(-len(tiles) // across) * SHEET_SIDE))
    for index, tile in enumerate(tiles):
        sheet.paste(tile, (index % across * 3 * SHEET_SIDE, index // across * SHEET_SIDE))
    sheet.save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--checkpoint", type=Path)
    which.add_argument("--pack", type=Path)
    parser.add_argument("--layers", type=Path)
    parser.add_argument("--films", type=Path, nargs="+", required=True)
    parser.add_argument("--sheet", type=Path, help="a sheet of films with devices; that of films without has -clean in its name")
    parser.add_argument("--most", type=int, default=10_000, help="so many films without devices are measured")
    parser.add_argument("--most-drawn", type=int, default=40, help="so many of them are drawn on")
    parser.add_argument("--most-findings", type=int, default=16, help="on so many of them findings are drawn")
    parser.add_argument("--shown", type=int, default=20, help="so many films stand on a sheet")
    arguments = parser.parse_args()
    editor = Editor()
    if arguments.checkpoint:
        editor.load_state_dict(torch.load(arguments.checkpoint)["average"])
    else:
        started_from(editor, arguments.pack)
    editor = editor.eval().to(memory_format=torch.channels_last)
    films = real_films(arguments.films, SIZE, validation=True)
    bare = [film for film in films if not film.has_devices]
    bare = [bare[i] for i in np.random.default_rng(9).permutation(len(bare))]
    if arguments.sheet:
        with_devices = [film for film in films if film.has_devices]
        contact_sheet(editor, with_devices, arguments.sheet, arguments.shown)
        contact_sheet(editor, bare, arguments.sheet.with_stem(arguments.sheet.stem + "-clean"), arguments.shown)
    measured = clean_films(editor, bare[: arguments.most]) | drawn_devices(editor, bare[: arguments.most_drawn])
    healthy = [film for film in bare if not film.row.findings][: arguments.most_findings]
    if healthy:
        measured["findings"] = findings_on_films(editor, healthy)
    if arguments.layers:
        measured |= drawn_fluid(editor, Layers(arguments.layers, SIZE))
    print(json.dumps(measured, indent=1))


if __name__ == "__main__":
    main()
