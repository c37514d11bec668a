# SPDX-License-Identifier: GPL-3.0-or-later
"""What both exports of packs share: findings, networks and digests of `pack.json`, and weights in half precision."""

import hashlib
import json
from pathlib import Path

LICENCE = "GPL-3.0-or-later"


def finding(
    name: str, code: str, meaning: str, directions: tuple[str, ...], resolution: int, compositing: str,
    present_from: float, scheme: str = "SCT",
) -> dict:
    """A finding that the pack edits: its code, what can be done with it, and at how many pixels a side."""
    return {
        "name": name,
        "code": code,
        "codingScheme": scheme,
        "meaning": meaning,
        "directions": list(directions),
        "resolution": resolution,
        "compositing": compositing,
        "presentFrom": present_from,
    }


def limits(outside_thorax: float, changed: float) -> dict:
    """What an edit may do: share of its change that lies outside of the thorax, share of the film that it changes, and by
    how much another finding's probability may move."""
    return {"outsideThorax": outside_thorax, "changed": changed, "otherFindings": 0.35}


def module(role: str, architecture: str, **config: list) -> dict:
    """A network and the file of its weights, which is named after its role."""
    return {role: {"architecture": architecture, "config": config, "weights": f"{role}.safetensors"}}


def text_encoder(layers: int, heads: int) -> dict:
    """CLIP's text encoder with its quick GELU."""
    return module("text_encoder", "clip_text", num_hidden_layers=[layers], num_attention_heads=[heads], hidden_act=[0])


def half(state: dict, prefix: str = "") -> dict:
    """A module's tensors in half precision, contiguous, without buffers that are no weights."""
    return {
        name.removeprefix(prefix): tensor.half().contiguous()
        for name, tensor in state.items()
        if name.startswith(prefix) and not name.endswith(("position_ids", "num_batches_tracked"))
    }


def write(pack: Path, manifest: dict, version: str) -> None:
    """Writes `pack.json` with the digests of the card, the tokenizer and all weights, and prints their sizes."""
    files = ("MODEL_CARD.md", "tokenizer.json", *sorted(one["weights"] for one in manifest["modules"].values()))
    digests = {name: hashlib.sha256((pack / name).read_bytes()).hexdigest() for name in files}
    complete = manifest | {"version": version, "files": digests}
    (pack / "pack.json").write_text(json.dumps(complete, indent=2) + "\n")
    for name in (*files, "pack.json"):
        print(f"{name}: {(pack / name).stat().st_size} bytes")
