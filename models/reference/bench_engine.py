# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python side of `./prism bench engine`, which starts this program and asks it for one run at a time.

Usage: python models/reference/bench_engine.py --pack DIR --archives DIR --threads N [--device cuda:0 --precision fp16]

Loads a pack's networks twice: as the TorchScript archives that the Java engine runs, and as diffusers'
UNet2DConditionModel and AutoencoderKL, all float32 on the processor unless told otherwise. Then answers each line of JSON on standard input,

    {"work": "forward", "by": "torchscript", "batch": 2, "rows": 32, "columns": 32}
    {"work": "edit", "by": "torchscript", "side": 128, "ids": [[...], [...], [...]], "source": [...],
     "target": [...], "cross_replace": 0.8, "self_replace": [0, 0.4]}

with one on standard output: the seconds of one forward pass of the UNet and the mean absolute noise that
it predicted, or those of one edit (bench_edit.py) and the mean absolute change, by which the asker sees
that all compute the same. The first line of output says what is
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


PRECISIONS = {"fp32": (0, "float32"), "fp16": (1, "float16"), "bf16": (2, "bfloat16")}


class Target:
    """What networks compute on, and in what precision: its torch type and the archives' code for it."""

    def __init__(self, device: str, precision: str):
        import torch

        self.device = torch.device(device)
        self.code, name = PRECISIONS[precision]
        self.type = getattr(torch, name)


class Module:
    """One network of a pack: configuration and float32 weights."""

    def __init__(self, folder: Path, spec: dict):
        import torch
        from safetensors.torch import load_file

        self.architecture = spec["architecture"]
        self.config = spec["config"]
        weights = load_file(folder / spec["weights"])
        self.weights = {
            name: tensor.to(torch.float32) if tensor.is_floating_point() else tensor
            for name, tensor in weights.items()
        }

    def numbers(self, name: str) -> list:
        value = self.config[name]
        return value if isinstance(value, list) else [value]

    def torchscript(self, archives: Path, target: Target):
        """The archive that the Java engine runs, filled in the same way."""
        import torch

        module = torch.jit.load(str(archives / f"{self.architecture}.pt"))
        for name in self.config:
            module.configure(name, torch.tensor(self.numbers(name), dtype=torch.float64))
        module.configure("precision", torch.tensor([target.code], dtype=torch.float64))
        for name, tensor in self.weights.items():
            kind = target.type if tensor.is_floating_point() else tensor.dtype
            module.put(name, tensor.to(target.device, kind))
        return module


class Pack:
    """A pack's manifest and networks."""

    def __init__(self, folder: Path):
        self.manifest = json.loads((folder / "pack.json").read_text())
        modules = self.manifest["modules"]
        self.unet, self.vae, self.text = (Module(folder, modules[n]) for n in ("unet", "vae", "text_encoder"))
        self.tokens = self.manifest["tokenizer"]["length"]

    @property
    def channels(self) -> int:
        return self.unet.weights["conv_in.weight"].shape[1]

    @property
    def context_width(self) -> int:
        name = next(name for name in self.unet.weights if name.endswith("attn2.to_k.weight"))
        return self.unet.weights[name].shape[1]

    @property
    def scaling(self) -> float:
        return self.vae.numbers("scaling_factor")[0] if "scaling_factor" in self.vae.config else 0.18215


def diffusers_unet(pack: Pack):
    """diffusers' own UNet with the pack's weights."""
    from diffusers import UNet2DConditionModel

    module = pack.unet
    attends = module.numbers("cross_attention_blocks")
    heads = module.numbers("num_attention_heads")
    channels = [
        module.weights[f"down_blocks.{i}.resnets.0.conv1.weight"].shape[0] for i in range(len(attends))
    ]
    down = ["CrossAttnDownBlock2D" if attended else "DownBlock2D" for attended in attends]
    up = ["CrossAttnUpBlock2D" if attended else "UpBlock2D" for attended in reversed(attends)]
    unet = UNet2DConditionModel(
        in_channels=pack.channels,
        out_channels=module.weights["conv_out.weight"].shape[0],
        block_out_channels=channels,
        layers_per_block=module.numbers("layers_per_block")[0],
        norm_num_groups=module.numbers("norm_num_groups")[0],
        attention_head_dim=heads[0] if len(heads) == 1 else heads,  # heads, by a known misnomer
        cross_attention_dim=pack.context_width,
        down_block_types=down,
        up_block_types=up,
    )
    unet.load_state_dict(module.weights)
    return unet.eval()


def diffusers_vae(pack: Pack):
    """diffusers' own autoencoder with the pack's weights."""
    from diffusers import AutoencoderKL

    module = pack.vae
    resolutions = len(module.numbers("block_out_channels"))
    channels = [
        module.weights[f"encoder.down_blocks.{i}.resnets.0.conv1.weight"].shape[0] for i in range(resolutions)
    ]
    vae = AutoencoderKL(
        latent_channels=pack.channels,
        block_out_channels=channels,
        layers_per_block=module.numbers("layers_per_block")[0],
        norm_num_groups=module.numbers("norm_num_groups")[0],
        down_block_types=["DownEncoderBlock2D"] * resolutions,
        up_block_types=["UpDecoderBlock2D"] * resolutions,
    )
    vae.load_state_dict(module.weights)
    return vae.eval()


def by_torchscript(pack: Pack, archives: Path, target: Target):
    """The engine's own networks, and the UNet alone."""
    import torch
    from bench_edit import Networks

    unet, vae, text = (module.torchscript(archives, target) for module in (pack.unet, pack.vae, pack.text))

    def noise(latents, t, context, control):
        timesteps = torch.full((latents.size(0),), float(t))
        if control:
            return unet.controlled(latents, timesteps, context, control)["noise"]
        return unet(latents, timesteps, context)

    return unet, Networks(vae.encode, vae.decode, noise, text)


def by_diffusers(pack: Pack, archives: Path, target: Target):
    """diffusers' networks, and the UNet alone as diffusers runs it; inputs and outputs are float32 as the archives' are."""
    from bench_edit import AttentionProcessor, Networks

    plain, unet, vae = (
        network.to(target.device, target.type)
        for network in (diffusers_unet(pack), diffusers_unet(pack), diffusers_vae(pack))
    )
    processor = AttentionProcessor()
    unet.set_attn_processor(processor)

    def noise(latents, t, context, control):
        processor.control = {
            name: value.to(target.type) if value.is_floating_point() else value for name, value in control.items()
        }
        return unet(latents.to(target.type), t, context.to(target.type)).sample.float()

    networks = Networks(
        lambda film: vae.quant_conv(vae.encoder(film.to(target.type))).float(),
        lambda latents: vae.decode(latents.to(target.type)).sample.float(),
        noise,
        pack.text.torchscript(archives, target),
    )

    def forward(sample, timesteps, context):
        return plain(sample.to(target.type), timesteps, context.to(target.type)).sample.float()

    return forward, networks


def edit(pack: Pack, asked: dict):
    """The edit that is asked for, of the film that the Java side makes too."""
    import torch
    from bench_edit import Edit

    schedule, sampling = pack.manifest["scheduler"], pack.manifest["sampling"]
    side, steps = asked["side"], sampling["steps"]
    places = torch.arange(side, dtype=torch.float64) * 40 / side
    film = (0.5 * torch.sin(places / 3)[:, None] * torch.cos(places / 4)[None, :]).to(torch.float32)
    betas = (
        torch.linspace(
            schedule["beta_start"] ** 0.5,
            schedule["beta_end"] ** 0.5,
            schedule["train_timesteps"],
            dtype=torch.float64,
        )
        ** 2
    )
    alphas_cumprod = torch.cumprod(1 - betas, dim=0).cpu()  # read number by number
    ratio = schedule["train_timesteps"] // steps
    last = schedule["train_timesteps"] - 1
    return Edit(
        film=film.expand(1, 3, side, side).contiguous(),
        ids=torch.tensor(asked["ids"]),
        source=asked["source"],
        target=asked["target"],
        alphas_cumprod=alphas_cumprod,
        final_alpha=1.0 if schedule["set_alpha_to_one"] else float(alphas_cumprod[0]),
        timesteps=[min(i * ratio + schedule["steps_offset"], last) for i in reversed(range(steps))],
        ratio=ratio,
        guidance=sampling["guidance"],
        scaling=pack.scaling,
        cross_replace=asked["cross_replace"],
        self_replace=tuple(asked["self_replace"]),
    )


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
    parser.add_argument("--device", default="cpu", help="as torch names it")
    parser.add_argument("--precision", default="fp32", choices=sorted(PRECISIONS))
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
    target = Target(arguments.device, arguments.precision)
    torch.set_default_device(target.device)
    pack = Pack(arguments.pack)
    made = {"torchscript": by_torchscript(pack, arguments.archives, target)}
    if versions["diffusers"] is not None:
        from diffusers.utils import logging

        logging.set_verbosity_error()  # it warns of each network that is moved
        made["diffusers"] = by_diffusers(pack, arguments.archives, target)
    answer(versions)
    with torch.no_grad():
        for line in sys.stdin:
            asked = json.loads(line)
            unet, networks = made[asked["by"]]
            if asked["work"] == "edit":
                task = edit(pack, asked)
                start = time.perf_counter()
                result = task.run(networks)
            else:
                given = inputs(
                    asked["batch"],
                    pack.channels,
                    asked["rows"],
                    asked["columns"],
                    pack.tokens,
                    pack.context_width,
                )
                start = time.perf_counter()
                result = unet(*given)
            result.flatten()[0].item()  # a device computes behind the caller's back until a value is read
            seconds = time.perf_counter() - start
            answer({"seconds": seconds, "mean": float(result.abs().mean())})
    return 0


if __name__ == "__main__":
    sys.exit(main())
