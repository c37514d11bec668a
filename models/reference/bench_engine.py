# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python side of `./prism bench engine`, which starts this program and asks it for one run at a time.

Usage: python models/reference/bench_engine.py --pack DIR --archives DIR --threads N

Loads a pack's UNet twice: as the TorchScript archive that the Java engine runs, and as diffusers'
UNet2DConditionModel, both float32. Then answers each line of JSON on standard input,

    {"by": "torchscript", "batch": 2, "rows": 32, "columns": 32}

with one on standard output: the seconds of one forward pass and the mean absolute noise that it
predicted, by which the asker sees that all compute the same. The first line of output says what is
ready: {"torch": "2.7.1", "diffusers": "0.39.0"}, a version being null where the package is missing.
Ends with its input. Needs what requirements.txt beside this file lists.
"""

import argparse
import json
import sys
import time
from pathlib import Path


def inputs(batch: int, channels: int, rows: int, columns: int, tokens: int, width: int):
    """Waves: the same numbers as the Java side makes."""
    import torch

    def waves(*shape):
        count = 1
        for side in shape:
            count *= side
        return torch.sin(torch.arange(count, dtype=torch.float64)).to(torch.float32).view(shape)

    return (
        waves(batch, channels, rows, columns),
        torch.full((batch,), 500.0),
        waves(batch, tokens, width),
    )


class Pack:
    """A pack's UNet: configuration and float32 weights."""

    def __init__(self, folder: Path):
        import torch
        from safetensors.torch import load_file

        manifest = json.loads((folder / "pack.json").read_text())
        module = manifest["modules"]["unet"]
        self.config = module["config"]
        self.tokens = manifest["tokenizer"]["length"]
        weights = load_file(folder / module["weights"])
        self.weights = {name: tensor.to(torch.float32) for name, tensor in weights.items()}

    @property
    def channels(self) -> int:
        return self.weights["conv_in.weight"].shape[1]

    @property
    def context_width(self) -> int:
        name = next(name for name in self.weights if name.endswith("attn2.to_k.weight"))
        return self.weights[name].shape[1]

    def numbers(self, name: str) -> list:
        value = self.config[name]
        return value if isinstance(value, list) else [value]


def torchscript(pack: Pack, archives: Path):
    """The archive that the Java engine runs, filled in the same way."""
    import torch

    module = torch.jit.load(str(archives / "unet_2d_condition.pt"))
    for name in pack.config:
        module.configure(name, torch.tensor(pack.numbers(name), dtype=torch.float64))
    for name, tensor in pack.weights.items():
        module.put(name, tensor)
    return module


def diffusers_unet(pack: Pack):
    """diffusers' own UNet with the pack's weights."""
    from diffusers import UNet2DConditionModel

    attends = pack.numbers("cross_attention_blocks")
    heads = pack.numbers("num_attention_heads")
    channels = [
        pack.weights[f"down_blocks.{i}.resnets.0.conv1.weight"].shape[0] for i in range(len(attends))
    ]
    down = ["CrossAttnDownBlock2D" if attended else "DownBlock2D" for attended in attends]
    up = ["CrossAttnUpBlock2D" if attended else "UpBlock2D" for attended in reversed(attends)]
    unet = UNet2DConditionModel(
        in_channels=pack.channels,
        out_channels=pack.weights["conv_out.weight"].shape[0],
        block_out_channels=channels,
        layers_per_block=pack.numbers("layers_per_block")[0],
        norm_num_groups=pack.numbers("norm_num_groups")[0],
        attention_head_dim=heads[0] if len(heads) == 1 else heads,  # heads, by a known misnomer
        cross_attention_dim=pack.context_width,
        down_block_types=down,
        up_block_types=up,
    )
    unet.load_state_dict(pack.weights)
    unet.eval()
    return lambda sample, timesteps, context: unet(sample, timesteps, context).sample


def version(package: str):
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--archives", type=Path, required=True)
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()
    answers, sys.stdout = sys.stdout, sys.stderr  # nobody else writes among the answers

    def answer(message: dict) -> None:
        print(json.dumps(message), file=answers, flush=True)

    versions = {package: version(package) for package in ("torch", "safetensors", "diffusers")}
    if versions["torch"] is None or versions["safetensors"] is None:
        answer(versions)
        return 0
    import torch

    torch.set_num_threads(arguments.threads)
    pack = Pack(arguments.pack)
    networks = {"torchscript": torchscript(pack, arguments.archives)}
    if versions["diffusers"] is not None:
        networks["diffusers"] = diffusers_unet(pack)
    answer(versions)
    with torch.no_grad():
        for line in sys.stdin:
            asked = json.loads(line)
            given = inputs(
                asked["batch"],
                pack.channels,
                asked["rows"],
                asked["columns"],
                pack.tokens,
                pack.context_width,
            )
            network = networks[asked["by"]]
            start = time.perf_counter()
            noise = network(*given)
            seconds = time.perf_counter() - start
            answer({"seconds": seconds, "mean": float(noise.abs().mean())})
    return 0


if __name__ == "__main__":
    sys.exit(main())
