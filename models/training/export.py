# SPDX-License-Identifier: GPL-3.0-or-later
"""Make a pack of an editor and its judges: weights in half precision, tokenizer, manifest with digests.

    python models/training/export.py --checkpoint OUT/checkpoint.pt --judge FINDINGS.pt --devices DEVICES.pt \\
        --points FINDINGS.json DEVICES.json --pack models/packs/default --version 0.6.0

With `--film-check CHECK/film_check.pt` the pack tells what is no chest film (`film_check.py`).
The judges and their points come from `judge_points.py`. What isn't named is left as it stands in the pack: weights, and
the points of labels that the files don't tell. The pack's MODEL_CARD.md is written by hand before.
"""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

import captions
import film_check
import judge
import judge_devices
import judge_drawings
import judge_real
import network
import pack_manifest
from pack_manifest import finding, half, limits, module, text_encoder

BOTH = ("remove", "add")
SIDES = ("left", "right")

MANIFEST = {
    "format": 1,
    "name": "default",
    "licence": pack_manifest.LICENCE,
    "editor": "image-conditioned",
    "resolution": 512,
    "captions": {
        "kind": "instruction",
        "remove": "remove {finding}",
        "add": "add {finding}",
        "keep": captions.NO_CHANGE,
    },
    "scheduler": {"kind": "cosine"},
    "sampling": {"steps": 1, "guidance": 1.0},
    "findings": [
        # Chosen on training patients' films: 0.9 would change half as much where there is nothing to remove (90th
        # percentile 0.06 % in place of 0.12 %), and leave a third more of clips and a fifth more of electrodes.
        # A device may leave the thorax. Drawn devices change at most 6 % of 40 phantoms.
        finding("Support Devices", "49062001", "Device", ("remove",), 512, "replacement", 0.003)
        | {"certainFrom": 0.8, "limits": limits(1, 0.12)},
        # Removing fluid changed at most 0.1 % of phantoms without any, at least 1 % of others. Drawn fluid changes at most
        # 8 % of 40 phantoms; a real effusion may fill half the thorax. Small effusions are not learned yet.
        finding("Pleural Effusion", "60046008", "Pleural effusion", BOTH, 256, "obscuring", 0.006)
        | {"limits": limits(0.05, 0.3), "sizes": ["large"], "sides": list(SIDES)},
        finding("Cardiomegaly", "8186001", "Cardiomegaly", BOTH, 256, "obscuring", 0.006) | {"limits": limits(0.05, 0.25)},
        finding("Lung Opacity", "RID28530", "opacity", BOTH, 256, "obscuring", 0.006, scheme="RADLEX")
        | {"limits": limits(0.05, 0.25), "sizes": ["small", "large"], "sides": list(SIDES)},
    ],
    "tokenizer": {"file": "tokenizer.json", "length": captions.LENGTH, "pad": 0},
    "modules": text_encoder(network.TEXT_LAYERS, network.HEADS)
    | module(
        "unet",
        "unet_2d_condition",
        layers_per_block=[network.LAYERS],
        norm_num_groups=[network.GROUPS],
        num_attention_heads=[network.HEADS],
        pixel_unshuffle=[network.FOLD],
        cross_attention_blocks=[0] * (len(network.CHANNELS) - 1) + [1],
    )
    | module("device_classifier", "densenet121", block_config=list(judge.BLOCKS))
    | module("classifier", "densenet121", block_config=list(judge_real.KINDS["findings"].blocks)),
    "classifier": [
        {
            "module": "device_classifier",
            "labels": [judge.LABELS[judge.DEVICES]],
            "resolution": judge_devices.FULL,
            "range": [-1, 1],
        },
        {
            "module": "classifier",
            # Devices are told by the other.
            "labels": ["" if label == judge.LABELS[judge.DEVICES] else label for label in judge_real.FINDINGS],
            "resolution": judge_drawings.SIZE,
            "range": [-1, 1],
        },
    ],
}

CHECK = {
    "module": "film_check",
    "labels": list(film_check.LABELS),
    "resolution": film_check.SIZE,
    "range": [-1, 1],
    "passFrom": 0.5,
}


def operating_points(labels, files: list[Path], former: list[dict]) -> list[dict]:
    """The operating points of labels: of each view, and of films that don't tell theirs."""
    told = {name: entry for file in files for name, entry in json.loads(file.read_text()).items()}
    result = []
    for label in labels:
        if label not in told:
            result += [point for point in former if point["label"] == label]
            continue
        for view in ("all", "ap", "pa"):
            if view in told[label]:
                of_view = {} if view == "all" else {"view": view.upper()}
                limits = {key: told[label][view][key] for key in ("absentBelow", "presentFrom")}
                result.append({"label": label} | of_view | limits)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--judge", type=Path)
    parser.add_argument("--devices", type=Path)
    parser.add_argument("--points", type=Path, nargs="*", default=[])
    parser.add_argument("--film-check", type=Path)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--version", required=True)
    arguments = parser.parse_args()
    arguments.pack.mkdir(parents=True, exist_ok=True)

    if arguments.checkpoint:
        state = torch.load(arguments.checkpoint)["average"]
        for part in ("text_encoder", "unet"):
            save_file(half(state, f"{part}."), arguments.pack / f"{part}.safetensors")
    for name, weights in (("classifier", arguments.judge), ("device_classifier", arguments.devices)):
        if weights:
            save_file(half(torch.load(weights)), arguments.pack / f"{name}.safetensors")
    manifest = dict(MANIFEST)
    if arguments.film_check:
        save_file(half(torch.load(arguments.film_check)), arguments.pack / "film_check.safetensors")
    if (arguments.pack / "film_check.safetensors").exists():
        check = module("film_check", "densenet121", block_config=list(film_check.NET.blocks))
        manifest |= {"modules": MANIFEST["modules"] | check, "filmCheck": CHECK}
    captions.tokenizer().save(str(arguments.pack / "tokenizer.json"))

    former = json.loads((arguments.pack / "pack.json").read_text())["classifier"] if (arguments.pack / "pack.json").exists() else []
    known = [point for one in former for point in one.get("operatingPoints", [])]
    classifiers = []
    for one in MANIFEST["classifier"]:
        points = operating_points(one["labels"], arguments.points, known)
        classifiers.append(one | ({"operatingPoints": points} if points else {}))
    for weights in arguments.pack.glob("*.safetensors"):
        weights.chmod(0o644)
    pack_manifest.write(arguments.pack, manifest | {"classifier": classifiers}, arguments.version)


if __name__ == "__main__":
    main()
