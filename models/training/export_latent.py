# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the phantom-latent pack of what `latent.py` trained: half precision, tokenizer, digests.

    python models/training/export_latent.py --trained OUT --pack models/packs/phantom-latent --version 0.1.1

The pack's MODEL_CARD.md is written by hand and stands in the folder before.
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import save_file

import latent_network as network
import pack_manifest
from pack_manifest import half, module, text_encoder


def finding(name: str, code: str, meaning: str, compositing: str) -> dict:
    """A finding that can be removed and added."""
    return pack_manifest.finding(name, code, meaning, ("remove", "add"), network.SIZE, compositing, 0.006)


def manifest(scaling: float) -> dict:
    """The pack's description, less its version and digests."""
    return {
        "format": 1,
        "name": "phantom-latent",
        "licence": pack_manifest.LICENCE,
        "editor": "inversion",
        "resolution": network.SIZE,
        "captions": {
            "kind": "description",
            "template": network.TEMPLATE,
            "empty": network.EMPTY,
        },
        "scheduler": {
            "kind": "scaled_linear",
            "beta_start": network.BETA_START,
            "beta_end": network.BETA_END,
            "train_timesteps": network.TIMESTEPS,
            "set_alpha_to_one": False,
            "steps_offset": 1,
        },
        "sampling": {"steps": 50, "guidance": 3.0},
        # Half of the steps keep what 0.8 of them keep, and spare the source its evaluation in the others.
        "editing": {
            "method": "direct",
            "crossReplace": 0.5,
            "selfReplace": [0.4],
            "wordWeight": 1.0,
            "localBlend": False,
        },
        "findings": [
            finding(network.DEVICES, "49062001", "Device", "replacement"),
            finding(network.EFFUSION, "60046008", "Pleural effusion", "residual"),
        ],
        "tokenizer": {"file": "tokenizer.json", "length": network.LENGTH, "pad": 0},
        "modules": text_encoder(network.TEXT_LAYERS, network.HEADS)
        | module(
            "unet",
            "unet_2d_condition",
            layers_per_block=[network.UNET_LAYERS],
            norm_num_groups=[network.UNET_GROUPS],
            num_attention_heads=[network.HEADS],
            cross_attention_blocks=list(network.UNET_ATTENDS),
        )
        | module(
            "vae",
            "autoencoder_kl",
            layers_per_block=[network.VAE_LAYERS],
            norm_num_groups=[network.VAE_GROUPS],
            block_out_channels=list(network.VAE_CHANNELS),
            scaling_factor=[scaling],
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--trained", type=Path, required=True)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--version", required=True)
    arguments = parser.parse_args()
    pack = arguments.pack
    vae = torch.load(arguments.trained / "autoencoder.pt")["average"]
    save_file(half(vae), pack / "vae.safetensors")
    denoiser = torch.load(arguments.trained / "denoiser.pt")["average"]
    for part in ("text_encoder", "unet"):
        save_file(half(denoiser, f"{part}."), pack / f"{part}.safetensors")
    network.tokenizer().save(str(pack / "tokenizer.json"))
    scaling = torch.load(arguments.trained / "latents.pt")["scaling"]
    pack_manifest.write(pack, manifest(scaling), arguments.version)


if __name__ == "__main__":
    main()
