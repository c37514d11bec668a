# SPDX-License-Identifier: GPL-3.0-or-later
"""Make a pack of an editor and its judges: weights in half precision, tokenizer, manifest with digests.

    python models/training/export.py --checkpoint OUT/checkpoint.pt --judge FINDINGS.pt --devices DEVICES.pt \\
        --points FINDINGS.json DEVICES.json --pack models/packs/default --version 0.6.0

With `--film-check CHECK/film_check.pt` the pack tells what is no chest film (`film_check.py`).
The judges and their points come from `judge_points.py`. What isn't named is left as it stands in the pack: weights, and
the points of labels that the files don't tell. The pack's MODEL_CARD.md is written by hand before.
"""

import argparse
import hashlib
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

MANIFEST = {
    "format": 1,
    "name": "default",
    "licence": "GPL-3.0-or-later",
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
        {
            "name": "Support Devices",
            "code": "49062001",
            "codingScheme": "SCT",
            "meaning": "Device",
            "directions": ["remove"],
            "resolution": 512,
            "compositing": "replacement",
            "presentFrom": 0.003,
            # On training patients' films this spares six in ten of the pixels that were changed where
            # there is nothing to remove, for 0.004 more of drawn devices' error.
            "certainFrom": 0.9,
        },
        {
            "name": "Pleural Effusion",
            "code": "60046008",
            "codingScheme": "SCT",
            "meaning": "Pleural effusion",
            "directions": ["remove", "add"],
            "resolution": 256,
            "compositing": "obscuring",
            # Removing fluid changed at most 0.1 % of phantoms without any, at least 1 % of others.
            "presentFrom": 0.006,
        },
        {
            "name": "Cardiomegaly",
            "code": "8186001",
            "codingScheme": "SCT",
            "meaning": "Cardiomegaly",
            "directions": ["remove", "add"],
            "resolution": 256,
            "compositing": "obscuring",
            "presentFrom": 0.006,
        },
        {
            "name": "Lung Opacity",
            "code": "RID28530",
            "codingScheme": "RADLEX",
            "meaning": "opacity",
            "directions": ["remove", "add"],
            "resolution": 256,
            "compositing": "obscuring",
            "presentFrom": 0.006,
        },
    ],
    "tokenizer": {"file": "tokenizer.json", "length": captions.LENGTH, "pad": 0},
    "modules": {
        "text_encoder": {
            "architecture": "clip_text",
            "config": {
                "num_hidden_layers": [network.TEXT_LAYERS],
                "num_attention_heads": [network.HEADS],
                "hidden_act": [0],
            },
            "weights": "text_encoder.safetensors",
        },
        "unet": {
            "architecture": "unet_2d_condition",
            "config": {
                "layers_per_block": [network.LAYERS],
                "norm_num_groups": [network.GROUPS],
                "num_attention_heads": [network.HEADS],
                "pixel_unshuffle": [network.FOLD],
                "cross_attention_blocks": [0] * (len(network.CHANNELS) - 1) + [1],
            },
            "weights": "unet.safetensors",
        },
        "device_classifier": {
            "architecture": "densenet121",
            "config": {"block_config": list(judge.BLOCKS)},
            "weights": "device_classifier.safetensors",
        },
        "classifier": {
            "architecture": "densenet121",
            "config": {"block_config": list(judge_real.KINDS["findings"].blocks)},
            "weights": "classifier.safetensors",
        },
    },
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


def weights_of(state: dict, part: str) -> dict:
    """One module's tensors in half precision, contiguous, without buffers that are no weights."""
    prefix = part + "."
    return {
        name.removeprefix(prefix): tensor.half().contiguous()
        for name, tensor in state.items()
        if name.startswith(prefix) and not name.endswith("position_ids")
    }


def weights_of_judge(state: dict) -> dict:
    """The judge's tensors in half precision, without the counters of training."""
    return {
        name: tensor.half().contiguous()
        for name, tensor in state.items()
        if not name.endswith("num_batches_tracked")
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
            save_file(weights_of(state, part), arguments.pack / f"{part}.safetensors")
    for name, weights in (("classifier", arguments.judge), ("device_classifier", arguments.devices)):
        if weights:
            save_file(weights_of_judge(torch.load(weights)), arguments.pack / f"{name}.safetensors")
    manifest = dict(MANIFEST)
    if arguments.film_check:
        save_file(weights_of_judge(torch.load(arguments.film_check)), arguments.pack / "film_check.safetensors")
        module = {
            "architecture": "densenet121",
            "config": {"block_config": list(film_check.NET.blocks)},
            "weights": "film_check.safetensors",
        }
        manifest |= {"modules": MANIFEST["modules"] | {"film_check": module}, "filmCheck": CHECK}
    captions.tokenizer().save(str(arguments.pack / "tokenizer.json"))

    files = ("MODEL_CARD.md", "tokenizer.json", *sorted(module["weights"] for module in manifest["modules"].values()))
    digests = {name: hashlib.sha256((arguments.pack / name).read_bytes()).hexdigest() for name in files}
    former = json.loads((arguments.pack / "pack.json").read_text())["classifier"] if (arguments.pack / "pack.json").exists() else []
    known = [point for one in former for point in one.get("operatingPoints", [])]
    classifiers = []
    for one in MANIFEST["classifier"]:
        points = operating_points(one["labels"], arguments.points, known)
        classifiers.append(one | ({"operatingPoints": points} if points else {}))
    manifest |= {"classifier": classifiers, "version": arguments.version, "files": digests}
    (arguments.pack / "pack.json").write_text(json.dumps(manifest, indent=2) + "\n")
    for name in (*files, "pack.json"):
        print(f"{name}: {(arguments.pack / name).stat().st_size} bytes")


if __name__ == "__main__":
    main()
