# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the architecture archives that the Java engine loads, and the digests of their sources.

Usage: python models/architecture/build.py [--check]

With `--check` nothing is written: exit status 1 when an archive was not built from the sources that
stand beside this file, by the digests recorded with it and, with torch at hand, by its code. Building
needs torch; running, installing and importing packs does not.
"""

import argparse
import contextlib
import hashlib
import importlib.util
import io
import re
import sys
import types
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "src/main/resources/org/orthancprism/models/architecture"
SHARED = ("weightless.py", "attention_control.py")
ARCHITECTURES = {
    "clip_text": "ClipText",
    "unet_2d_condition": "Unet2DCondition",
    "autoencoder_kl": "AutoencoderKl",
    "clip_vision": "ClipVision",
    "densenet121": "DenseNet121",
}


def source_digest(name: str) -> str:
    """SHA-256 of all sources that an archive is made of."""
    digest = hashlib.sha256()
    for source in SHARED + (name + ".py",):
        digest.update((HERE / source).read_bytes())
    return digest.hexdigest()


def scripted(name: str, class_name: str):
    """The module, compiled from its sources."""
    import torch

    with contextlib.chdir(HERE):
        for source in SHARED:
            load(source.removesuffix(".py"))
        return torch.jit.script(getattr(load(name), class_name)())


def load(name: str) -> types.ModuleType:
    """A source beside this file, under its bare name: archives remember where their code stood."""
    module = sys.modules.get(name)
    if module is None:
        file = name + ".py"
        module = types.ModuleType(name)
        module.__file__ = file
        sys.modules[name] = module
        exec(compile(Path(file).read_text(), file, "exec"), module.__dict__)
    return module


def build(name: str, class_name: str) -> None:
    scripted(name, class_name).save(str(OUT / f"{name}.pt"))
    (OUT / f"{name}.sources.sha256").write_text(source_digest(name) + "\n")
    print(f"{name}.pt: {(OUT / f'{name}.pt').stat().st_size} bytes")


def stale(name: str) -> bool:
    recorded = OUT / f"{name}.sources.sha256"
    return not recorded.exists() or recorded.read_text().strip() != source_digest(name)


def differs(name: str, class_name: str) -> bool:
    """Whether an archive's code is not what its sources compile to."""
    import torch

    buffer = io.BytesIO()
    torch.jit.save(scripted(name, class_name), buffer)
    buffer.seek(0)
    archive = torch.jit.load(str(OUT / f"{name}.pt"))
    return code(archive) != code(torch.jit.load(buffer))


def code(module) -> str:
    """What a module computes, without the remarks on where its sources stood."""
    exported = ("forward", "encode", "decode", "embed", "controlled", "settle")
    methods = [name for name in exported if hasattr(module, name)]
    graphs = [str(getattr(module, name).inlined_graph) for name in methods]
    return re.sub(r" *#.*", "", "\n".join(graphs))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        torch_is_at_hand = importlib.util.find_spec("torch") is not None
        old = [
            name
            for name, class_name in ARCHITECTURES.items()
            if stale(name) or (torch_is_at_hand and differs(name, class_name))
        ]
        for name in old:
            print(f"{name}.pt is not of its sources: run models/architecture/build.py")
        return 1 if old else 0
    OUT.mkdir(parents=True, exist_ok=True)
    for name, class_name in ARCHITECTURES.items():
        build(name, class_name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
